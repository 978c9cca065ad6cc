// The words of the elements in every language.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import init, { catalog } from "reroom";
import { en, loadTexts } from "reroom/element";
import { enPainter } from "../../../dist/element/locales/en-painter.js";
import { isNoPreference, toolIds, tools } from "../../../dist/studio/tools.js";
import { labelOf, toSentenceCase } from "../../../dist/element/studio/views/option-labels.js";

const sniffer = new URL("../../../src/photo/sniff.rs", import.meta.url);
const languages = ["en", "de", "fr", "es"];

let all, texts;
before(async () => {
  await init();
  all = catalog();
  texts = Object.fromEntries(await Promise.all(languages.map(async (code) => [code, await loadTexts(code)])));
  texts.en = { ...en, painter: enPainter };
});

/** Every text with its path. */
const entries = (node, path = "") =>
  Object.entries(node).flatMap(([key, value]) =>
    typeof value === "object" ? entries(value, `${path}.${key}`) : [[`${path}.${key}`, value]],
  );

/** Every list of options of the studio. */
const lists = () =>
  toolIds.flatMap((tool) => tools[tool].fields(all).flatMap(({ control }) => (control.options ? [control] : [])));

test("every language has every text of English with the same placeholders", async () => {
  const places = (text) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
  const compare = (translated, english, path) => {
    for (const [key, value] of Object.entries(english)) {
      const here = `${path}.${key}`;
      if (typeof value === "object") compare(translated[key], value, here);
      else assert.deepEqual(places(translated[key] ?? `${here} is missing`), places(value), here);
    }
  };
  assert.notEqual(await loadTexts("es-MX"), en);
  for (const language of languages) compare(texts[language], texts.en, language);
});

test("every language has a label for every option and advice for every recognized file type", () => {
  const values = (options) => Object.values(options).flatMap((list) => (Array.isArray(list) ? list : values(list)));
  // The studio has one label for every "no preference" of the service.
  const listed = values(all).filter(({ value }) => !isNoPreference(value));
  const types = [...readFileSync(sniffer, "utf8").matchAll(/"((?:image|video|application|text)\/[\w.+-]+)"/g)];
  const advised = types.map(([, type]) => type).filter((type) => type !== "image/jpeg" && type !== "image/png");
  assert.ok(advised.length > 10);
  for (const language of ["de", "fr", "es"]) {
    const { options, formats } = texts[language];
    const missing = listed.filter(({ value }) => !options[value]).map(({ value }) => value);
    assert.deepEqual([...missing, ...advised.filter((type) => !formats[type])], [], language);
  }
});

test("every required field says in every language what to do about it", () => {
  const required = toolIds.flatMap((tool) =>
    tools[tool]
      .fields(all)
      .filter(
        ({ control }) =>
          control.kind === "urls" ||
          (control.kind === "text" ? control.required : control.kind === "list" && !control.optional),
      )
      .map(({ label }) => label),
  );
  // `category` has a value from the start.
  const labels = new Set(required.filter((label) => label !== "category"));
  assert.ok(labels.size >= 7);
  for (const language of languages)
    for (const label of labels) assert.ok(texts[language].missing[label], `${language}.${label}`);
});

test("no list has two options with the same label", () => {
  for (const language of languages)
    for (const { options, described } of lists()) {
      const labels = options
        .filter(({ value }) => !isNoPreference(value))
        .map((option) => labelOf(option, texts[language], described));
      assert.deepEqual(labels, [...new Set(labels)], language);
    }
});

test("English labels are in sentence case", () => {
  for (const [title, sentence] of [
    ["Living Room", "Living room"],
    ["Walk-in Closet", "Walk-in closet"],
    ["Mid-Century Modern", "Mid-century modern"],
    ["Art Deco Glamour", "Art Deco glamour"],
    ["Japanese Zen", "Japanese Zen"],
    ["Romanesque Revival", "Romanesque revival"],
    ["New England Cottage", "New England cottage"],
    ["Pre-Columbian Mesoamerican", "Pre-Columbian Mesoamerican"],
    ["palm springs modern", "Palm Springs modern"],
  ])
    assert.equal(toSentenceCase(title), sentence);
  for (const { options, described } of lists())
    for (const option of options) assert.match(labelOf(option, en, described), /^[A-Z]/, option.value);
});

/** Words that a native speaker would not use here, and words with another spelling than the rest. */
const avoided = {
  en: /colour|cancelled|grey|labell|whoever|in line\b|free place|goes? by\b|called that|\bmay not\b|'/i,
  de: /steht an|in der Reihe|wird gemacht|so heißt|\begal\b|Wohngemeinschaft|Spielzimmer|eingerichtet|nach bildern|noch einmal$/i,
  fr: /^Ferme industrielle$|mise en scène|un peu plus|précédemment|regarder|renoncé|\bfile\b(?! d’attente)|salle de jeux|dureté|'/i,
  es: /^Ático|Renacimiento|Morisco|Decorado|De antes|me da igual|se llama así|desistió|mirar otra vez|puesto libre|quien lleva/i,
};

test("no text has a word that a native speaker would not use", () => {
  for (const language of languages)
    for (const [path, text] of entries(texts[language])) assert.doesNotMatch(text, avoided[language], language + path);
});

test("French texts have a no-break space before double punctuation", () => {
  for (const [path, text] of entries(texts.fr)) assert.doesNotMatch(text, / [?:;!»]|« /, path);
});
