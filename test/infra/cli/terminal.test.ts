import { describe, expect, it } from "vitest";
import { lines, paragraphs } from "../../../infra/cli/terminal/paragraphs.ts";
import { heartbeatOn, progressOn } from "../../../infra/cli/terminal/progress.ts";
import { csvText } from "../../../infra/cli/terminal/result.ts";
import { facts, right, table } from "../../../infra/cli/terminal/table.ts";
import { html } from "../../../shared/html/html.ts";
import { counted, number, stalenessNotes } from "../../../shared/words.ts";
import { eventually } from "./laptop-process.ts";

describe("a table", () => {
  it("shows control characters of a file without effect", () => {
    const text = table(["value"], [["\u001b[2Jgone\u202e\n"]]);
    expect(text).toContain("\\u001b[2Jgone\\u202e\\n");
  });

  it("aligns numbers to the right", () => {
    expect(table([...right("rows"), "feed"], [["7", "fx"]])).toBe("rows  feed\n────  ────\n   7  fx");
  });
});

describe("an answer in words", () => {
  it("leaves out facts and parts that do not apply", () => {
    expect(facts([["Files", "2"], false, ["Time", "1 s"]])).toBe("Files  2\nTime   1 s");
    expect(paragraphs("a", false, undefined, "", "b")).toBe("a\n\nb");
    expect(lines("a", false, "b")).toBe("a\nb");
  });
});

describe("words", () => {
  it("warn of a last known day more than a week ago", () => {
    const now = Date.parse("2024-10-14T09:00:00Z");
    expect(stalenessNotes("2024-10-07", now)).toEqual([]);
    expect(stalenessNotes("2024-07-06", now).join()).toContain(
      "the last known day, 2024-07-06, was 100 days ago",
    );
  });

  it("group digits, and use the plural where it is due", () => {
    expect([number(1234567), counted(1, "file"), counted(0, "file")]).toEqual([
      "1,234,567",
      "1 file",
      "0 files",
    ]);
  });
});

describe("CSV", () => {
  it("makes every formula harmless, and no number", () => {
    const rows = [{ a: "+1+1", b: "@x", c: "-1.5", d: -2, e: 'say "hi"' }];
    expect(csvText(rows)).toBe(`a,b,c,d,e\r\n'+1+1,'@x,-1.5,-2,"say ""hi"""\r\n`);
  });
});

describe("a heartbeat", () => {
  it("says what is being done until it is stopped, and outlives what cannot be told", async () => {
    const said: string[] = [];
    const heartbeat = heartbeatOn({ write: (text) => said.push(text) }, () => "opening", 5);
    await eventually(async () => said.length > 0);
    heartbeat.now(() => Promise.reject(new Error("gone")));
    heartbeat.now(async () => "waiting for clean 3");
    await eventually(async () => said.some((text) => text.startsWith("waiting")));
    heartbeat.stop();
    expect(said[0]).toMatch(/^opening · \d+\.\d s\n$/);
    expect(said.at(-1)).toMatch(/^waiting for clean 3 · \d+\.\d s\n$/);
  });
});

describe("progress", () => {
  const written = (isTTY: boolean): string => {
    let text = "";
    const write = (part: string) => {
      text += part;
    };
    const progress = progressOn({ isTTY, write }, "reading", 40, "files");
    for (let done = 1; done <= 40; done++) progress.update(done);
    progress.end();
    return text;
  };

  it("is a bar on a terminal, cleared at the end", () => {
    expect(written(true)).toContain("████ 40 of 40 files");
    expect(written(true).endsWith("\r\u001b[K")).toBe(true);
  });

  it("is a line per quarter elsewhere", () => {
    expect(written(false)).toBe([10, 20, 30, 40].map((done) => `reading ${done} of 40 files\n`).join(""));
  });
});

it("a page escapes text from files", () => {
  expect(html`<td title="${'"'}">${"<script>&"}</td>`.text).toBe(
    '<td title="&quot;">&lt;script&gt;&amp;</td>',
  );
});
