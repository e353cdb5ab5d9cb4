"use client";

import { QueryErrorResetBoundary } from "@tanstack/react-query";
import { Component, type ReactNode, Suspense } from "react";
import { ErrorState } from "./error-state";

/** Around a part that reads with `useSuspenseQuery`: shows `fallback` while it loads, and on failure what failed and a retry. */
export function QueryBoundary({ fallback, children }: { fallback: ReactNode; children: ReactNode }) {
  return (
    <QueryErrorResetBoundary>
      {({ reset }) => (
        <ErrorCatcher onReset={reset}>
          <Suspense fallback={fallback}>{children}</Suspense>
        </ErrorCatcher>
      )}
    </QueryErrorResetBoundary>
  );
}

class ErrorCatcher extends Component<
  { onReset: () => void; children: ReactNode },
  { error: unknown; hasFailed: boolean }
> {
  override state = { error: undefined, hasFailed: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, hasFailed: true };
  }

  private readonly retry = () => {
    this.props.onReset();
    this.setState({ error: undefined, hasFailed: false });
  };

  override render() {
    if (this.state.hasFailed) return <ErrorState error={this.state.error} onRetry={this.retry} />;
    return this.props.children;
  }
}
