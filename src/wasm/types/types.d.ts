import type { PrepareOptions } from "./imaging.js";

/** A photo: a file, or its bytes. */
export type ImageSource = Blob | ArrayBuffer | Uint8Array;

/** A photo that was uploaded (`file_name`), or that the service can fetch (`file_url`); exactly one of the two. */
export type ImageRef =
  | {
      /** The `fileName` of an upload. */
      file_name: string;
      file_url?: never;
    }
  | {
      /** The address of a photo that the service can fetch. */
      file_url: string;
      file_name?: never;
    };

/** What every plain render takes (2.1, 2.2). */
interface PlainParams {
  tool?: never;
  action?: never;
  mask?: never;
  material?: never;
  object?: never;
  reference_file_urls?: never;
  view?: never;
  /** Time of day of the light. */
  daylight?: Daylight;
  /** Season shown. */
  season?: Season;
  /** Primary building material. */
  architectural_material?: ArchitecturalMaterial;
  /** Further instructions, free text. */
  prompt?: string;
}

/** How far a plain render may depart from the photo; the level goes with `precise` alone. */
type CreativityParams =
  | {
      /** Very close to the photo. */
      creativity: "precise";
      /** 0.5 (conservative) to 1.0 (creative), 0.7 where absent. */
      creativity_level?: number;
    }
  | {
      /** `balanced`: moderate changes that keep the structure; `creative`: larger ones. */
      creativity: "balanced" | "creative";
      creativity_level?: never;
    };

/** A plain render of an interior (2.1). */
export type InteriorParams = PlainParams &
  CreativityParams & {
    /** What the photo shows; where absent, an interior. */
    field?: "interior";
    /** Kind of space, `"no-type"` where absent. */
    type?: InteriorType;
    /** Design style, `"no-style"` where absent. */
    style?: InteriorStyle;
    /** Colour palette. */
    color?: InteriorColor;
    sky?: never;
    landscape?: never;
  };

/** A plain render of an exterior (2.2). */
export type ExteriorParams = PlainParams &
  CreativityParams & {
    /** What the photo shows. */
    field: "exterior";
    /** Kind of building, `"no-type"` where absent. */
    type?: ExteriorType;
    /** Design style, `"no-style"` where absent. */
    style?: ExteriorStyle;
    /** Sky condition. */
    sky?: Sky;
    /** Surroundings. */
    landscape?: Landscape;
    color?: never;
  };

/** A sketch turned into a render (2.3). */
export type SketchParams = {
  /** Makes a render of a drawing, a floor plan, a section or an elevation. */
  tool: "sketch";
  /** What the sketch shows. */
  view?: SketchView;
} & (
  | {
      /** What the sketch is of; where absent, an interior. */
      field?: "interior";
      /** Kind of space, `"no-type"` where absent. */
      type?: InteriorType;
      /** Design style, `"no-style"` where absent. */
      style?: InteriorStyle;
    }
  | {
      /** What the sketch is of. */
      field: "exterior";
      /** Kind of building, `"no-type"` where absent. */
      type?: ExteriorType;
      /** Design style, `"no-style"` where absent. */
      style?: ExteriorStyle;
    }
);

/** A room without its furniture (2.4). */
export interface EmptyRoomParams {
  /** Takes furniture, decoration and belongings away. */
  tool: "empty-room";
}

/** A room with furniture (2.5): from a preset, or after reference images. */
export type VirtualStagingParams = {
  /** Furnishes a room. */
  tool: "virtual-staging";
} & (
  | {
      /** Furnishes by kind of room and style. */
      action: "preset";
      /** Kind of room. */
      type: StagingType;
      /** Style of the furniture. */
      style: StagingStyle;
    }
  | {
      /** Furnishes after pictures. */
      action: "reference";
      /** Addresses of the pictures, which the service can fetch. */
      reference_file_urls: string[];
    }
);

/** What every edit takes. */
interface EditBase {
  /** Changes what the mask marks. */
  tool: "edit";
  /** The area to edit: a PNG of the photo's size in base64 without a `data:` prefix, white where it is to change. */
  mask: string;
}

/** An object that an edit can place indoors (2.6). */
export type InteriorObject =
  | {
      /** A piece of furniture. */
      category: "furniture";
      /** Which one. */
      name: Furniture;
    }
  | {
      /** Something decorative. */
      category: "decoration";
      /** Which one. */
      name: Decoration;
    }
  | {
      /** A person or an animal. */
      category: "creature";
      /** Which one. */
      name: Creature;
    };

/** An object that an edit can place outdoors (2.6). */
export type ExteriorObject =
  | {
      /** A plant, rocks or a pond. */
      category: "street_landscape";
      /** Which one. */
      name: StreetLandscape;
    }
  | {
      /** A piece of street furniture, or a vehicle. */
      category: "street_furniture";
      /** Which one. */
      name: StreetFurniture;
    }
  | {
      /** People or an animal. */
      category: "street_creature";
      /** Which one. */
      name: StreetCreature;
    };

/** An edit of what a mask covers (2.6). */
export type EditParams = EditBase &
  (
    | {
        /** Takes away what is marked. */
        action: "remove";
        /** What the photo shows; where absent, an interior. */
        field?: RenderField;
      }
    | {
        /** Makes what is marked of another material. */
        action: "material";
        /** The material. */
        material: EditMaterial;
        /** What the photo shows; where absent, an interior. */
        field?: RenderField;
      }
    | {
        /** Changes what is marked as words say. */
        action: "prompt";
        /** The words. */
        prompt: string;
        /** What the photo shows; where absent, an interior. */
        field?: RenderField;
      }
    | {
        /** Puts an object where the mask is. */
        action: "object";
        /** The object. */
        object: InteriorObject;
        /** What the photo shows; where absent, an interior. */
        field?: "interior";
      }
    | {
        /** Puts an object where the mask is. */
        action: "object";
        /** The object. */
        object: ExteriorObject;
        /** What the photo shows. */
        field: "exterior";
      }
  );

/** The parameters of a render, whatever the tool. */
export type RenderParams =
  InteriorParams | ExteriorParams | SketchParams | EmptyRoomParams | VirtualStagingParams | EditParams;

/** A render request: which photo, and what to do with it. */
export type RenderRequest = ImageRef & RenderParams;

/** An upscale request: which photo. */
export type UpscaleRequest = ImageRef;

/** The parameters of a job: a render's, or an upscale. */
export type JobParams =
  | RenderParams
  | {
      /** Enlarges to 1536 pixels on the shortest side, for four credits (3). */
      tool: "upscale";
    };

/** One job of a batch: which photo, and what to do with it. */
export interface Job {
  /** The photo, or where the service finds it. The same object in several jobs of a batch goes up once. */
  image: ImageSource | ImageRef;
  /** What to do with it. */
  params: JobParams;
}

/** The answer to an upload. */
export interface Upload {
  /** The service's word for it. */
  success: true;
  /** The name to use as `file_name`. */
  fileName: string;
}

/** The answer to a submission. */
export interface Submission {
  /** The id to look the render up by. */
  render_id: string;
  /** The finished record, where the service answered with it at once. */
  render?: Render;
}

/** `completed` and `painted` both mean done. Statuses unknown to this version are kept as they came. */
export type RenderStatus = "queued" | "rendering" | "completed" | "painted" | "failed" | (string & {});

/** A render as the service tells it (section 4); fields unknown to this version are kept as they came. */
export interface Render {
  /** The render's id. */
  _id: string;
  /** Whose it is. */
  uid?: string;
  /** URL of the photo. */
  source?: string;
  /** How far it is. */
  status: RenderStatus;
  /** URLs of the results; empty until it is done. */
  outputs: string[];
  /** The tool, as requested; so are the fields that follow. A plain render has none. */
  tool?: string;
  /** What an edit or a staging did. */
  action?: string;
  /** What the photo shows. */
  field?: RenderField;
  /** Kind of space or building. */
  type?: string;
  /** Design style. */
  style?: string;
  /** What a sketch shows. */
  view?: string;
  /** Time of day of the light. */
  daylight?: string;
  /** Season shown. */
  season?: string;
  /** Colour palette. */
  color?: string;
  /** Sky condition. */
  sky?: string;
  /** Surroundings. */
  landscape?: string;
  /** Primary building material. */
  architectural_material?: string;
  /** How far it may depart from the photo. */
  creativity?: string;
  /** The same in numbers, where `precise`. */
  creativity_level?: number;
  /** Further instructions. */
  prompt?: string;
  /** Pictures that it was furnished after. */
  reference_file_urls?: string[];
  /** When it was submitted, an ISO date and time. */
  created_at?: string;
  /** When it last changed, an ISO date and time. */
  updated_at?: string;
  [field: string]: unknown;
}

/** The account behind the key (section 5). */
export interface Account {
  /** The account's id. */
  _id: string;
  /** Whose it is. */
  uid: string;
  /** The service echoes the key; a gateway takes it out. */
  key?: string;
  /** Credits left; −1 is unlimited. */
  credits: number;
  /** Whether the key is active. */
  is_active: boolean;
  /** Whether it has enterprise privileges. */
  is_enterprise: boolean;
  /** When it was made, an ISO date and time. */
  created_at: string;
  /** When it last changed, an ISO date and time. */
  updated_at: string;
}

/** How far a job is; of a batch's `onProgress`, how far the batch is. */
export interface Progress {
  /** What is under way. */
  stage: "preparing" | "uploading" | "waiting" | "queued" | "rendering" | "done";
  /** Bytes sent, while uploading; of a batch, jobs that are over. */
  loaded?: number;
  /** Bytes to send, while uploading; of a batch, all its jobs. */
  total?: number;
  /** Place in the queue for a slot, while waiting; 1 is next. */
  position?: number;
  /** The render, once it is submitted. */
  renderId?: string;
  /** The status in the service's own words, where this version does not know it; the stage is then `"rendering"`. */
  status?: string;
}

/** A render that was submitted and not yet seen to finish. */
export interface PendingRender {
  /** The id to wait for. */
  renderId: string;
  /** ISO date and time. */
  submittedAt: string;
  /** Its tool; `"render"` for a plain one, `"upscale"` for an upscale. */
  tool: string;
}

/** What `onRequest` is told of a request; never a key. */
export interface RequestInfo {
  /** `GET` or `POST`. */
  method: string;
  /** Where it went, in full. */
  url: string;
  /** 1 for the first try. */
  attempt: number;
  /** HTTP status; absent where no answer came. */
  status?: number;
  /** How long it took, in milliseconds. */
  durationMs: number;
}

/** Options of a client. */
export interface ReRoomOptions {
  /** The service, or a gateway; may be relative in a page. Default `"https://reroom.ai"`. */
  baseUrl?: string;
  /** The enterprise key. In a page it is refused unless the page's host is loopback or `dangerouslyAllowBrowser` is true. */
  apiKey?: string;
  /** Asked for a token before every request; wins over `apiKey`. */
  getToken?: () => string | Promise<string>;
  /** Lets a page that is not on loopback hold the key. */
  dangerouslyAllowBrowser?: boolean;
  /** Headers of every request: an object, or what a `Headers` is. */
  headers?: Record<string, string> | Iterable<[name: string, value: string]>;
  /** Default `"same-origin"`. */
  credentials?: "omit" | "same-origin" | "include";
  /** A `fetch` to use instead of the platform's: a sandbox, a gateway, or one's own. */
  fetch?: typeof fetch | ((request: Request) => Promise<Response>);
  /**
   * No progress for this long ends a request. Default 60000, and 300000 for calls that cost credits, which may respond with
   * the finished picture. What you set counts for both.
   */
  timeoutMs?: number;
  /** How often a request that cannot buy a second render is repeated. Default 2. */
  maxRetries?: number;
  /**
   * How many renders may be under way at once, 1 to 100: over every tab of the origin where the platform has Web Locks,
   * in this context elsewhere. Others wait, first come, first served. Default 10, which is what the service allows an
   * account.
   */
  maxConcurrentRenders?: number;
  /** `"off"` sends requests and photos as they are, for values that this version does not know yet. */
  validate?: "strict" | "off";
  /** Where pending renders are kept, such as `localStorage`, so that a reload does not lose them. Default: in memory. */
  storage?: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
  /**
   * Whose pending renders these are, such as your own id of the person who is signed in. Each user's are kept apart in
   * `storage`, as those of each `baseUrl` are. It is stored, and never sent. Default: one list for everybody.
   */
  user?: string;
  /** Told of every request; never of a key. */
  onRequest?: (info: RequestInfo) => void;
}

/** Options of every call. */
export interface RequestOptions {
  /** Ends the call; it rejects with `aborted`, or with `outcome_unknown` where a paid request was on its way. */
  signal?: AbortSignal;
  /** Overrides the client's. */
  timeoutMs?: number;
  /** Overrides the client's. */
  maxRetries?: number;
}

/** Options of an upload. */
export interface UploadOptions extends RequestOptions {
  /**
   * Told of bytes sent: all along in a page or worker that has XMLHttpRequest, where neither `fetch` nor
   * `credentials: "omit"` is asked for; elsewhere at the start and at the end. With it, an upload lasts as long as
   * something goes up within `timeoutMs`.
   */
  onProgress?: (progress: Progress & { loaded: number; total: number }) => void;
}

/** Options of waiting for a render. */
export interface WaitOptions extends RequestOptions {
  /** Told of each stage. What it throws is reported as an uncaught error and does not end the wait. */
  onProgress?: (progress: Progress) => void;
  /** How long to wait in all, in the queue too. Default 30 minutes. */
  deadlineMs?: number;
  /** The first pause between two looks; later ones are longer. Default 1000. */
  pollMs?: number;
}

/** Options of the whole workflow. */
export interface RunOptions extends WaitOptions {
  /**
   * Mends the photo before it goes up, as `prepareImage` does; for edits only where that leaves its size, because the
   * mask has been made for it. Does nothing to a reference. Default false.
   */
  prepare?: boolean | PrepareOptions;
}

/**
 * Options of a batch. `deadlineMs` counts for each job, from when its turn comes. After an abort of `signal`, a
 * submission that is on its way is let finish, so that its id is known.
 */
export interface RunAllOptions extends RunOptions {
  /** Told of each stage of each job. */
  onJob?: (index: number, progress: Progress) => void;
  /** Told of each job as soon as it is over, in whichever order they end. */
  onSettled?: (index: number, result: PromiseSettledResult<Render>) => void;
  /** Told at the start and after each job how many are over (`loaded`) and how many there are (`total`). */
  onProgress?: (progress: Progress) => void;
}

/** One value an option can take, and what a person reads. */
export interface Option {
  /** What travels to the service. */
  value: string;
  /** The service's label or description. */
  label: string;
}

/** Every option of the service with its label. */
export interface Catalog {
  /** Options of a plain interior render (2.7.1). */
  interior: { type: Option[]; style: Option[]; color: Option[] };
  /** Options of a plain exterior render (2.7.2). */
  exterior: { type: Option[]; style: Option[]; sky: Option[]; landscape: Option[] };
  /** Options of both (2.7.2, 2.7.3). */
  shared: { architectural_material: Option[]; daylight: Option[]; season: Option[]; creativity: Option[] };
  /** Options of virtual staging by preset (2.5). */
  staging: { type: Option[]; style: Option[] };
  /** Options of an edit (2.6): materials, and the objects of each field by category. */
  edit: EditCatalog;
  /** Options of a sketch (2.3). */
  sketch: { view: Option[] };
}

/** Options of an edit. */
export interface EditCatalog {
  /** Materials for a masked surface. */
  material: Option[];
  /** Objects to place, by field and category. */
  objects: { interior: Record<string, Option[]>; exterior: Record<string, Option[]> };
}
