// With any proxy, Next.js limits the size of request bodies.
import { NextResponse } from "next/server";

export const proxy = () => NextResponse.next();
