import { notFound } from "next/navigation";

/** Addresses that no page answers show the notice inside the console, with its navigation. */
export default function MissingPage() {
  notFound();
}
