// The functions of the studio's forms that lazy views use. If these views imported them, bundlers would move their modules from
// the main script into one more, and the elements would be larger.
import { catalog } from "../../client/index.js";
import { buildParams, createFieldsOf } from "../../studio/form.js";

export const forms = { fieldsOf: createFieldsOf(catalog), buildParams };

export type Forms = typeof forms;
