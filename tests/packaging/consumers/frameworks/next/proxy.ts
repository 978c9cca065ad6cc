// Any proxy makes Next.js pass on bodies up to a limit.
import { NextResponse } from "next/server";

export const proxy = () => NextResponse.next();
