import { type ChatConfig, readConfig } from "./config";
import { openDebug } from "./debug/open";
import { openDemo } from "./demo/open";
import { openSpeech } from "./speech/open";
import { asObject, asText } from "./protocol/json";
import type { Demo, Extras } from "./tools";
import { toolWordsIn } from "./words/tools";

function debugOf(config: ChatConfig): Pick<Extras, "debug"> {
  const { debug, demo, hosts, fetchOptions } = config;
  return debug ? { debug: openDebug(hosts, toolWordsIn(config.lang ?? ""), demo === null ? fetchOptions : null) } : {};
}

/** The demo, and the config with its hosts; what the page would say first is not in the script. */
async function demoOf(config: ChatConfig, url: string): Promise<{ demo: Demo; config: ChatConfig } | string> {
  const words = toolWordsIn(config.lang ?? "");
  const demo = await openDemo(url, words);
  if (typeof demo === "string") return demo;
  const { hosts = config.hosts, start = config.start } = demo.config;
  const dressed = hosts.map((host) => ({ ...config.looks[asText(asObject(host)?.["id"]) ?? ""], ...asObject(host) }));
  const played = readConfig({ ...config, hosts: dressed, start, startMessage: "" });
  return played === null ? words.noDemo.broken : { demo, config: played };
}

window.CHATROOM_TOOLS = {
  extras: async (config) => {
    if (config.demo === null) {
      const speech: Extras["speech"] = (shelf, key) => openSpeech(config, config.lang ?? "", shelf, key);
      return { extras: { ...debugOf(config), speech }, config };
    }
    const played = await demoOf(config, config.demo);
    if (typeof played === "string") return played;
    return { extras: { ...debugOf(played.config), demo: played.demo }, config: played.config };
  },
};
