import { pathPattern } from "../../../shared/contracts/path-pattern.ts";

const isoDate = /\d{4}-\d{2}-\d{2}|(?<!\d)(19|20)\d{6}(?!\d)/;

/**
 * The templates of paths under which files of these names are found, and those that come later. Other digits than a date
 * may differ from file to file.
 */
export const fileTemplates = (names: readonly string[]): readonly string[] => {
  const templates = [...new Set(names.map((name) => template(name.replace(/\.gz$/, ""))))];
  for (const one of templates) pathPattern(one);
  return templates;
};

const template = (name: string): string => {
  const folders = name.split("/");
  const file = folders.pop() ?? "";
  return [...folders, fileTemplate(file)].join("/");
};

const fileTemplate = (file: string): string => {
  const date = isoDate.exec(file);
  if (date) {
    const [before, after] = [file.slice(0, date.index), file.slice(date.index + date[0].length)];
    return `${oneStar(before)}{date}${oneStar(after)}`;
  }
  const dot = file.lastIndexOf(".");
  return dot < 0 ? oneStar(file) : oneStar(file.slice(0, dot)) + file.slice(dot);
};

/** All from the first digit to the last as one star: a folder's name may have two stars at most. */
const oneStar = (text: string): string => text.replace(/\d.*\d|\d/, "*").replaceAll("{", "*");
