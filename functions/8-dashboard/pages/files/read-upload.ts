import { messageOf } from "../../../../shared/errors.ts";
import type { HttpRequest } from "../../../../shared/http.ts";
import { Problem } from "../../../../shared/routes/problem.ts";

export interface UploadedFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** The files of a form (multipart/form-data), under the names that they get in the bucket. */
export const readUpload = async ({
  content,
  contentType = "",
}: HttpRequest): Promise<readonly UploadedFile[]> => {
  const form = await fields(content, contentType);
  const sent = form.getAll("file").filter((value) => value instanceof File && value.name !== "");
  const files = sent.filter((value) => value instanceof File);
  if (files.length === 0)
    throw new Problem("wrong-input", "no file was chosen: choose one and send the form again");
  const wanted = form.get("name");
  const name = typeof wanted === "string" ? wanted.trim() : "";
  if (name !== "" && files.length > 1)
    throw new Problem(
      "wrong-input",
      "a name is for one file: leave it empty to send several under their own names",
    );
  return Promise.all(
    files.map(async (file) => ({
      name: objectName(name === "" ? file.name : name),
      content: await file.bytes(),
    })),
  );
};

const fields = async (content: Uint8Array | undefined, contentType: string): Promise<FormData> => {
  try {
    return await new Response(content === undefined ? null : Buffer.from(content), {
      headers: { "content-type": contentType },
    }).formData();
  } catch (error) {
    throw new Problem("wrong-input", `the form could not be read: ${messageOf(error)}`);
  }
};

/** It becomes a path below a folder: no part of it may lead out of it, or be hidden from the inbox. */
const objectName = (name: string): string => {
  const parts = name.replaceAll("\\", "/").split("/");
  const isWrong = parts.some((part) => part === "" || /^[._]/.test(part) || /\p{Cc}/u.test(part));
  if (isWrong || Buffer.byteLength(name) > 1000)
    throw new Problem(
      "wrong-input",
      "a name is like transactions/2024-05-01.csv: parts divided by /, none of them empty or beginning with a dot or an underscore",
    );
  return parts.join("/");
};
