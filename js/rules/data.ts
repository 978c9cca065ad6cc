// All rules and markets that come with the package. The build joins this module with the JSON files.
import type { MarketDefinition, Rule } from "./rule-types.js";
import auNswFairtrading from "./data/au-nsw-fairtrading.json" with { type: "json" };
import caAbCreb204 from "./data/ca-ab-creb-2.04.json" with { type: "json" };
import caOnItso217d from "./data/ca-on-itso-2.17d.json" with { type: "json" };
import caOnRahb from "./data/ca-on-rahb.json" with { type: "json" };
import chIs24 from "./data/ch-is24.json" with { type: "json" };
import deIs24Gewerbe from "./data/de-is24-gewerbe.json" with { type: "json" };
import euAiAct502 from "./data/eu-ai-act-50-2.json" with { type: "json" };
import euAiAct504 from "./data/eu-ai-act-50-4.json" with { type: "json" };
import ukCap31 from "./data/uk-cap-3.1.json" with { type: "json" };
import usAzArmls823 from "./data/us-az-armls-8.23.json" with { type: "json" };
import usCaBayeast1152 from "./data/us-ca-bayeast-11.5.2.json" with { type: "json" };
import usCaBpc101408 from "./data/us-ca-bpc-10140.8.json" with { type: "json" };
import usCaCdar1152 from "./data/us-ca-cdar-11.5.2.json" with { type: "json" };
import usCaCrmls1152 from "./data/us-ca-crmls-11.5.2.json" with { type: "json" };
import usCaMetrolist1161 from "./data/us-ca-metrolist-11.6.1.json" with { type: "json" };
import usCaSdmls743 from "./data/us-ca-sdmls-7.4.3.json" with { type: "json" };
import usCaSfarAb723 from "./data/us-ca-sfar-ab723.json" with { type: "json" };
import usCtSmartmls from "./data/us-ct-smartmls.json" with { type: "json" };
import usFlStellar0404 from "./data/us-fl-stellar-04.04.json" with { type: "json" };
import usMaCciaor from "./data/us-ma-cciaor.json" with { type: "json" };
import usMiGmar118 from "./data/us-mi-gmar-1.18.json" with { type: "json" };
import usMnNorthstar2026 from "./data/us-mn-northstar-2026.json" with { type: "json" };
import usNarMagazine2010 from "./data/us-nar-magazine-2010.json" with { type: "json" };
import usNarSop1210 from "./data/us-nar-sop-12-10.json" with { type: "json" };
import usNyDos2025 from "./data/us-ny-dos-2025.json" with { type: "json" };
import usNyS9584 from "./data/us-ny-s9584.json" with { type: "json" };
import usOhMlsnow33 from "./data/us-oh-mlsnow-3.3.json" with { type: "json" };
import usOrRmls38 from "./data/us-or-rmls-3.8.json" with { type: "json" };
import usTnMaarNote5 from "./data/us-tn-maar-note5.json" with { type: "json" };
import usTnRealtracs27 from "./data/us-tn-realtracs-2.7.json" with { type: "json" };
import markets from "./markets.json" with { type: "json" };

/** The rules, in the order of their files. */
export const rules = [
  auNswFairtrading,
  caAbCreb204,
  caOnItso217d,
  caOnRahb,
  chIs24,
  deIs24Gewerbe,
  euAiAct502,
  euAiAct504,
  ukCap31,
  usAzArmls823,
  usCaBayeast1152,
  usCaBpc101408,
  usCaCdar1152,
  usCaCrmls1152,
  usCaMetrolist1161,
  usCaSdmls743,
  usCaSfarAb723,
  usCtSmartmls,
  usFlStellar0404,
  usMaCciaor,
  usMiGmar118,
  usMnNorthstar2026,
  usNarMagazine2010,
  usNarSop1210,
  usNyDos2025,
  usNyS9584,
  usOhMlsnow33,
  usOrRmls38,
  usTnMaarNote5,
  usTnRealtracs27,
] as unknown as readonly Rule[];

/** The markets, without rules that they inherit. */
export const definitions: readonly MarketDefinition[] = markets;
