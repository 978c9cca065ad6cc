import type { MaskSource } from "./imaging.js";

/** A photo: a file or its bytes. */
export type ImageSource = Blob | ArrayBuffer | Uint8Array;

/** A reference to a photo: either an uploaded one (`file_name`) or a URL that the service can fetch (`file_url`). */
export type ImageRef =
  | {
      /** The `fileName` of an upload. */
      file_name: string;
      file_url?: never;
    }
  | {
      /** The URL of a photo that the service can fetch. */
      file_url: string;
      file_name?: never;
    };

/** The parameters of every plain render (2.1, 2.2). */
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
  /** The season. */
  season?: Season;
  /** Primary building material. */
  architectural_material?: ArchitecturalMaterial;
  /** Further instructions in your own words. */
  prompt?: string;
}

/** How much a plain render may change the photo. Only `precise` accepts a level. */
type CreativityParams =
  | {
      /** Stays very close to the photo. */
      creativity: "precise";
      /** From 0.5 (conservative) to 1.0 (creative). Default 0.7. */
      creativity_level?: number;
    }
  | {
      /** `balanced` makes moderate changes that keep the structure, `creative` makes larger ones. */
      creativity: "balanced" | "creative";
      creativity_level?: never;
    };

/** A plain render of an interior (2.1). */
export type InteriorParams = PlainParams &
  CreativityParams & {
    /** What the photo shows. Default `"interior"`. */
    field?: "interior";
    /** Kind of space. Default `"no-type"`. */
    type?: InteriorType;
    /** Design style. Default `"no-style"`. */
    style?: InteriorStyle;
    /** Color palette. */
    color?: InteriorColor;
    sky?: never;
    landscape?: never;
  };

/** A plain render of an exterior (2.2). */
export type ExteriorParams = PlainParams &
  CreativityParams & {
    /** What the photo shows. */
    field: "exterior";
    /** Kind of building. Default `"no-type"`. */
    type?: ExteriorType;
    /** Design style. Default `"no-style"`. */
    style?: ExteriorStyle;
    /** Sky condition. */
    sky?: Sky;
    /** Surroundings. */
    landscape?: Landscape;
    color?: never;
  };

/** Turns a sketch into a render (2.3). */
export type SketchParams = {
  /** Renders a drawing, a floor plan, a section or an elevation. */
  tool: "sketch";
  /** What kind of drawing the sketch is. */
  view?: SketchView;
} & (
  | {
      /** What the sketch shows. Default `"interior"`. */
      field?: "interior";
      /** Kind of space. Default `"no-type"`. */
      type?: InteriorType;
      /** Design style. Default `"no-style"`. */
      style?: InteriorStyle;
    }
  | {
      /** What the sketch shows. */
      field: "exterior";
      /** Kind of building. Default `"no-type"`. */
      type?: ExteriorType;
      /** Design style. Default `"no-style"`. */
      style?: ExteriorStyle;
    }
);

/** Empties a room (2.4). */
export interface EmptyRoomParams {
  /** Removes furniture, decoration and belongings. */
  tool: "empty-room";
}

/** Furnishes a room (2.5), from a preset or from reference images. */
export type VirtualStagingParams = {
  /** Furnishes a room. */
  tool: "virtual-staging";
} & (
  | {
      /** Furnishes by room type and style. */
      action: "preset";
      /** Kind of room. */
      type: StagingType;
      /** Style of the furniture. */
      style: StagingStyle;
    }
  | {
      /** Furnishes like the reference images. */
      action: "reference";
      /** URLs of the reference images. The service must be able to fetch them. */
      reference_file_urls: string[];
    }
);

/** The parameters of every edit. */
interface EditBase<Mask> {
  /** Changes the masked area. */
  tool: "edit";
  /** The area to edit: a base64 PNG without a `data:` prefix, in the photo's size, white in the area to change. */
  mask: Mask;
}

/** An object that an edit can add to an interior (2.6). */
export type InteriorObject =
  | {
      /** A piece of furniture. */
      category: "furniture";
      /** Its name. */
      name: Furniture;
    }
  | {
      /** A decorative item. */
      category: "decoration";
      /** Its name. */
      name: Decoration;
    }
  | {
      /** A person or an animal. */
      category: "creature";
      /** Its name. */
      name: Creature;
    };

/** An object that an edit can add to an exterior (2.6). */
export type ExteriorObject =
  | {
      /** A plant, rocks or a pond. */
      category: "street_landscape";
      /** Its name. */
      name: StreetLandscape;
    }
  | {
      /** Street furniture or a vehicle. */
      category: "street_furniture";
      /** Its name. */
      name: StreetFurniture;
    }
  | {
      /** People or an animal. */
      category: "street_creature";
      /** Its name. */
      name: StreetCreature;
    };

/** Edits the masked area (2.6). */
export type EditParams<Mask = string> = EditBase<Mask> &
  (
    | {
        /** Removes the masked objects. */
        action: "remove";
        /** What the photo shows. Default `"interior"`. */
        field?: RenderField;
      }
    | {
        /** Changes the material of the masked surface. */
        action: "material";
        /** The new material. */
        material: EditMaterial;
        /** What the photo shows. Default `"interior"`. */
        field?: RenderField;
      }
    | {
        /** Changes the masked area as the prompt describes. */
        action: "prompt";
        /** The description. */
        prompt: string;
        /** What the photo shows. Default `"interior"`. */
        field?: RenderField;
      }
    | {
        /** Adds an object to the masked area. */
        action: "object";
        /** The object. */
        object: InteriorObject;
        /** What the photo shows. Default `"interior"`. */
        field?: "interior";
      }
    | {
        /** Adds an object to the masked area. */
        action: "object";
        /** The object. */
        object: ExteriorObject;
        /** What the photo shows. */
        field: "exterior";
      }
  );

/** The parameters of a render, for any tool. */
export type RenderParams =
  InteriorParams | ExteriorParams | SketchParams | EmptyRoomParams | VirtualStagingParams | EditParams;

/** A render request: the photo and the parameters. */
export type RenderRequest = ImageRef & RenderParams;

/** An upscale request: the photo. */
export type UpscaleRequest = ImageRef;

/**
 * The parameters of a job: a render or an upscale.
 *
 * The mask of an edit can also be a `MaskEditor`, a canvas, an `ImageBitmap` or `ImageData`, painted on the photo as displayed,
 * at any size. It is encoded at the size of the upload. If `prepare` crops, pads, turns or resizes the photo, the mask is
 * transformed with it. `run` reads it at the call, `runAll` when the job starts.
 */
export type JobParams =
  | InteriorParams
  | ExteriorParams
  | SketchParams
  | EmptyRoomParams
  | VirtualStagingParams
  | EditParams<string | MaskSource>
  | {
      /** Enlarges the photo to 1536 pixels on the shortest side, for four credits (3). */
      tool: "upscale";
    };

/** A job of a batch: the photo and the parameters. */
export interface Job {
  /** The photo or a reference. If several jobs of a batch have the same object, it is uploaded once. */
  image: ImageSource | ImageRef;
  /** The parameters. */
  params: JobParams;
  /** Your own mark for the render. Overrides the batch's `tag`. */
  tag?: string;
}
