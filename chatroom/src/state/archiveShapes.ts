import { isImageUrl, isWebUrl } from "../protocol/normalise";
import { type Check, isCount, isFlag, isText, listOf, mapOf, oneOf, orNull, shape, variant } from "./shape";

/** A delivery as it is stored. */
export const isDelivery = shape({
  purpose: oneOf("say", "replay", "report", "ask"),
  messageId: isText,
  text: isText,
  boundTo: orNull(isText),
  plainText: orNull(isText),
  metadata: mapOf(isText),
  itemKey: orNull(isCount),
  about: orNull(isText),
  followed: orNull(isText),
});

/** Kinds that are not known say nothing; the words for two of them name a target, and do without one. */
const isProblem = shape({ kind: isText });

const isAddress: Check = (value) => typeof value === "string" && isWebUrl(value);

const LINE = { key: isCount, hostId: isText };

/** A line of the timeline as it is stored. */
export const isLine = variant({
  user: shape({ ...LINE, text: isText, status: oneOf("waiting", "sending", "sent", "failed") }),
  bot: shape({ ...LINE, text: isText }),
  image: shape({ ...LINE, url: (value) => typeof value === "string" && isImageUrl(value) }),
  attachment: shape({ ...LINE, url: isAddress, name: isText }),
  buttons: shape({
    ...LINE,
    buttons: listOf(shape({ title: isText, payload: isText, url: (value) => value === undefined || isAddress(value) })),
    open: isFlag,
    pressed: orNull(isCount),
  }),
  handoff: shape({ ...LINE, carried: mapOf(isText) }),
  error: shape({ ...LINE, problem: isProblem, retry: orNull(isDelivery) }),
});
