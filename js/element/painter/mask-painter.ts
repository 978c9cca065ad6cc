import { LitElement } from "lit";

export class MaskPainter extends LitElement {
  declare src: string;
  declare width: number;
  declare height: number;
  get marked(): boolean {
    return false;
  }
  encode(): Promise<string> {
    return Promise.resolve("");
  }
  clear(): void {}
}
