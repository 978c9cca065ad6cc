// XMP properties: how a picture was made (IPTC Photo Metadata, "Digital Source Type"), and where its C2PA manifest is.

/** A photo with parts that a trained model made. */
export const DIGITAL_SOURCE_TYPE =
  "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";

const NAMESPACE = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

// The property as an attribute, or as an element. No pattern reads past the next "<", so the time is linear in the length.
const asAttribute = /(\s[\w.-]+:DigitalSourceType\s*=\s*)(?:"[^"<]*"|'[^'<]*')/g;
const asElement = /<([\w.-]+:DigitalSourceType)\b(?:[^<>]*\/>|[^<>]*>[^<]*<\/\1\s*>)/g;

const provenance =
  /\s([\w.-]+):provenance\s*=\s*(?:"[^"<]*"|'[^'<]*')|<([\w.-]+):provenance\b(?:[^<>]*\/>|[^<>]*>[^<]*<\/\2:provenance\s*>)/g;
const dublinCore = /\sxmlns:([\w.-]+)\s*=\s*["']http:\/\/purl\.org\/dc\/terms\/["']/g;

/** The packet with the property set, and without a link to a manifest. The rest stays. */
export function withSourceType(packet = ""): string {
  const text = withoutManifestLink(packet);
  if (text.search(asAttribute) >= 0 || text.search(asElement) >= 0)
    return text
      .replace(asAttribute, `$1"${DIGITAL_SOURCE_TYPE}"`)
      .replace(asElement, `<$1>${DIGITAL_SOURCE_TYPE}</$1>`);
  const end = /<\/([\w.-]+):RDF\s*>/.exec(text);
  if (end) return text.slice(0, end.index) + description(end[1] ?? "rdf", aboutOf(text)) + text.slice(end.index);
  // An empty packet can be a single tag.
  const empty = /<([\w.-]+):RDF\b([^<>]*)\/>/;
  if (!empty.test(text)) return freshPacket();
  return text.replace(
    empty,
    (_, rdf: string, rest: string) => `<${rdf}:RDF${rest}>${description(rdf, "")}</${rdf}:RDF>`,
  );
}

/** Whether the packet links to a C2PA manifest, in the file or at a URL. */
export const linksManifest = (packet: string) => withoutManifestLink(packet) !== packet;

/** Removes `dcterms:provenance` if it is such a link. Other statements of provenance stay. */
function withoutManifestLink(packet: string): string {
  const prefixes = new Set([...packet.matchAll(dublinCore)].map(([, prefix]) => prefix));
  return packet.replace(provenance, (whole, attribute?: string, element?: string) =>
    prefixes.has(attribute ?? element) && /["'>\s](?:self#jumbf=|https?:)/i.test(whole) ? "" : whole,
  );
}

/** A packet that says nothing else. */
export const freshPacket = () =>
  '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>' +
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${RDF}">${description("rdf", "")}</rdf:RDF></x:xmpmeta>` +
  '<?xpacket end="w"?>';

/** All descriptions of a packet are of one thing, which has one name. */
function aboutOf(packet: string): string {
  const about = /:about\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(packet);
  return about?.[1] ?? about?.[2]?.replaceAll('"', "&quot;") ?? "";
}

const description = (rdf: string, about: string) =>
  `<${rdf}:Description ${rdf}:about="${about}" xmlns:Iptc4xmpExt="${NAMESPACE}"` +
  ` Iptc4xmpExt:DigitalSourceType="${DIGITAL_SOURCE_TYPE}"/>`;
