// XMP properties: the IPTC "Digital Source Type" and the link to a C2PA manifest.
import { DIGITAL_SOURCE_TYPE } from "../../rules/digital-source-type.js";

const NAMESPACE = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

// The property as an attribute or element. The patterns never read past the next "<", so they run in linear time.
const asAttribute = /(\s[\w.-]+:DigitalSourceType\s*=\s*)(?:"[^"<]*"|'[^'<]*')/g;
const asElement = /<([\w.-]+:DigitalSourceType)\b(?:[^<>]*\/>|[^<>]*>[^<]*<\/\1\s*>)/g;

const provenance =
  /\s([\w.-]+):provenance\s*=\s*(?:"[^"<]*"|'[^'<]*')|<([\w.-]+):provenance\b(?:[^<>]*\/>|[^<>]*>[^<]*<\/\2:provenance\s*>)/g;
const dublinCorePrefix = /\sxmlns:([\w.-]+)\s*=\s*["']http:\/\/purl\.org\/dc\/terms\/["']/g;

/** Sets the property and removes links to a C2PA manifest. The rest of the packet stays. */
export function setSourceType(packet = ""): string {
  const text = removeManifestLink(packet);
  if (text.search(asAttribute) >= 0 || text.search(asElement) >= 0)
    return text
      .replace(asAttribute, `$1"${DIGITAL_SOURCE_TYPE}"`)
      .replace(asElement, `<$1>${DIGITAL_SOURCE_TYPE}</$1>`);
  const end = /<\/([\w.-]+):RDF\s*>/.exec(text);
  if (end)
    return text.slice(0, end.index) + createDescription(end[1] ?? "rdf", readAbout(text)) + text.slice(end.index);
  // An empty packet can be a single self-closing tag.
  const empty = /<([\w.-]+):RDF\b([^<>]*)\/>/;
  if (!empty.test(text)) return createPacket();
  return text.replace(
    empty,
    (_, rdf: string, rest: string) => `<${rdf}:RDF${rest}>${createDescription(rdf, "")}</${rdf}:RDF>`,
  );
}

/** Whether the packet links to a C2PA manifest, in the file or at a URL. */
export const linksToManifest = (packet: string) => removeManifestLink(packet) !== packet;

/** Removes `dcterms:provenance` if it links to a manifest. Keeps other provenance statements. */
function removeManifestLink(packet: string): string {
  const prefixes = new Set([...packet.matchAll(dublinCorePrefix)].map(([, prefix]) => prefix));
  return packet.replace(provenance, (whole, attribute?: string, element?: string) =>
    prefixes.has(attribute ?? element) && /["'>\s](?:self#jumbf=|https?:)/i.test(whole) ? "" : whole,
  );
}

/** Creates a packet with only this property. */
export const createPacket = () =>
  '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>' +
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${RDF}">${createDescription("rdf", "")}</rdf:RDF></x:xmpmeta>` +
  '<?xpacket end="w"?>';

/** Reads `rdf:about`, which must be the same in all descriptions of a packet. */
function readAbout(packet: string): string {
  const about = /:about\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(packet);
  return about?.[1] ?? about?.[2]?.replaceAll('"', "&quot;") ?? "";
}

const createDescription = (rdf: string, about: string) =>
  `<${rdf}:Description ${rdf}:about="${about}" xmlns:Iptc4xmpExt="${NAMESPACE}"` +
  ` Iptc4xmpExt:DigitalSourceType="${DIGITAL_SOURCE_TYPE}"/>`;
