import type { Problem } from "../state/model";
import type { ToolWords, Words } from "./en";

function problem({ kind, ...details }: Problem, title: string): string {
  const target = "target" in details ? details.target : "";
  switch (kind) {
    case "offline":
      return "Sie sind offline.";
    case "unreachable":
      return `${title} ist gerade nicht zu erreichen.`;
    case "timeout":
      return `${title} hat zu lange nicht geantwortet.`;
    case "http":
    case "invalid":
      return `${title} hat ein Problem und konnte nicht antworten.`;
    case "silent":
      return `${title} hat nichts geantwortet.`;
    case "endless":
      return `Sie wurden zu oft weitergereicht. ${title} ist weiter für Sie da: Bitte sagen Sie noch einmal, was Sie brauchen.`;
    case "gone":
      return `Der Assistent, mit dem Sie gesprochen haben, ist nicht mehr verfügbar. Sie sprechen jetzt mit ${title}.`;
    case "not_taken":
      return `${target} kann gerade nicht übernehmen. Sie sprechen weiter mit ${title}.`;
    case "both_down":
      return `${target} kann gerade nicht übernehmen, und auch ${title} ist nicht zu erreichen.`;
  }
}

export const TOOLS_DE: ToolWords = {
  speak: "Nachricht sprechen",
  listening: "Ich höre zu …",
  hearing: {
    "not-allowed": "Das Mikrofon darf hier nicht benutzt werden.",
    "no-speech": "Es war nichts zu hören.",
    network: "Sprache kann gerade nicht verstanden werden.",
    other: "Das Mikrofon hat nicht funktioniert.",
  },
  readAloud: "Antworten vorlesen",
  youCanChoose: (titles) => `Sie können wählen: ${titles}.`,
  noDemo: {
    file: "Die Vorführung kann nicht beginnen: Eine Seite, die als Datei geöffnet wurde, kann kein Skript laden.",
    missing: "Die Vorführung kann nicht beginnen: demo.json ist nicht da.",
    broken: "Die Vorführung kann nicht beginnen: demo.json ist keine. Die Konsole sagt, warum.",
  },
  debug: "Fehlersuche",
  nothingSent: "Es wurde noch nichts gesendet.",
  request: "Anfrage",
  answer: "Antwort",
  failure: "Fehler",
  underWay: "unterwegs",
  claims: "Ticket (Angaben)",
  slots: "Slots",
  intent: "Absicht",
  noApi: "Slots und Absicht sind nicht zu sehen: Die HTTP-API dieses Bots ist aus.",
  copy: "Als JSON kopieren",
  copied: "Kopiert",
};

export const DE: Words = {
  lang: "de",
  noHosts: "Der Chat kann nicht beginnen: Neben dieser Seite liegt keine config.js, oder sie nennt keinen Gesprächspartner.",
  welcome: "Guten Tag! Schreiben Sie, was Sie brauchen.",
  composerLabel: "Ihre Nachricht",
  composerHint: "Nachricht schreiben",
  send: "Senden",
  retry: "Noch einmal versuchen",
  tryingAgain: "Ein neuer Versuch folgt automatisch.",
  sentWhenOnline: "Es geht weiter, sobald Sie wieder online sind.",
  talkInstead: (title) => `Stattdessen mit ${title} sprechen`,
  startOver: "Neu beginnen",
  startOverQuestion: "Neu beginnen? Das Gespräch wird hier gelöscht.",
  keep: "Behalten",
  startedOver: "Neu begonnen. Das Gespräch wurde hier gelöscht.",
  typing: (title) => `${title} schreibt`,
  nowTalkingTo: (title) => `Sie sprechen jetzt mit ${title}`,
  backTo: (title) => `Zurück zu ${title}`,
  carried: (things) => `Weitergegeben: ${things}`,
  userSaid: "Sie haben geschrieben:",
  hostSaid: (title) => `${title} hat geschrieben:`,
  timeline: "Gespräch",
  earlier: "Frühere Nachrichten anzeigen",
  newest: "Zur neuesten Nachricht",
  image: "Bild vom Assistenten",
  attachment: "Angehängte Datei",
  choices: "Wählen Sie eine Antwort",
  waiting: "Wartet auf den Versand",
  notDelivered: "Nicht zugestellt",
  opensBeside: "öffnet einen neuen Tab",
  open: (title) => `Chat mit ${title} öffnen`,
  close: "Chat schließen",
  unread: (count) => (count === 1 ? "1 neue Nachricht" : `${count} neue Nachrichten`),
  problem,
  slots: { email: "E-Mail-Adresse", incident_opened: "Störungsmeldung" },
};
