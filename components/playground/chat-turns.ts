import type { CallReceipt, PlaygroundChatEvent, PlaygroundChatInput } from "@/lib/contracts/playground";

export interface CallFailure {
  code: string | null;
  /** The server's own sentence, in English. */
  message: string;
  requestId: string | null;
}

export interface ChatTurn {
  id: string;
  question: string;
  answer: {
    state: "streaming" | "done" | "stopped" | "failed";
    text: string;
    reasoning: string;
    finishReason: string | null;
    receipt: CallReceipt | null;
    failure: CallFailure | null;
  };
}

export type ChatAction =
  | { type: "ask"; id: string; question: string }
  | { type: "ask_again"; id: string }
  | { type: "event"; id: string; event: PlaygroundChatEvent }
  | { type: "stop"; id: string }
  | { type: "fail"; id: string; failure: CallFailure }
  | { type: "clear" };

const BLANK: ChatTurn["answer"] = {
  state: "streaming",
  text: "",
  reasoning: "",
  finishReason: null,
  receipt: null,
  failure: null,
};

/** The conversation after something happened. What has streamed in stays, whatever ends the answer. */
export function reduceTurns(turns: ChatTurn[], action: ChatAction): ChatTurn[] {
  switch (action.type) {
    case "ask":
      return [...turns, { id: action.id, question: action.question, answer: BLANK }];
    case "clear":
      return [];
    case "ask_again":
      return turns.map((turn) => (turn.id === action.id ? { ...turn, answer: BLANK } : turn));
    default:
      return turns.map((turn) =>
        turn.id === action.id ? { ...turn, answer: reduceAnswer(turn.answer, action) } : turn,
      );
  }
}

function reduceAnswer(
  answer: ChatTurn["answer"],
  action: Extract<ChatAction, { type: "event" | "stop" | "fail" }>,
): ChatTurn["answer"] {
  if (answer.state !== "streaming") return answer;
  if (action.type === "stop") return { ...answer, state: "stopped" };
  if (action.type === "fail") return { ...answer, state: "failed", failure: action.failure };
  const { event } = action;
  if (event.type === "delta") {
    return { ...answer, text: answer.text + (event.text ?? ""), reasoning: answer.reasoning + (event.reasoning ?? "") };
  }
  if (event.type === "done") {
    return { ...answer, state: "done", finishReason: event.finishReason, receipt: event.receipt };
  }
  const { code, message, requestId } = event;
  return { ...answer, state: "failed", failure: { code, message, requestId } };
}

/** The conversation as the model is told it; questions without an answer are left out, for roles must take turns. */
export function toMessages(turns: ChatTurn[], question: string): PlaygroundChatInput["messages"] {
  const answered = turns.filter((turn) => turn.answer.text !== "");
  return [
    ...answered.flatMap((turn): PlaygroundChatInput["messages"] => [
      { role: "user", content: turn.question },
      { role: "assistant", content: turn.answer.text },
    ]),
    { role: "user", content: question },
  ];
}
