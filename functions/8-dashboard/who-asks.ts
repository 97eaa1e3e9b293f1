import { headerOf } from "../../shared/http.ts";
import type { Platform } from "../../shared/platform.ts";
import { type Role, roles, type WhoAsks } from "./reader.ts";

/**
 * On a laptop, whoever sits at it: the server answers this machine alone. On Google Cloud the load balancer says it, which
 * lets people in by the group that they belong to, and overwrites these headers in what it is sent (terraform/dashboard.tf).
 * A request without a role sees what a viewer does.
 */
export const whoAsks = ({ behindProxy = false }: Pick<Platform, "behindProxy">): WhoAsks =>
  behindProxy
    ? (request) => ({
        name: (headerOf(request, "x-goog-authenticated-user-email") ?? "unknown").replace(
          /^accounts\.google\.com:/,
          "",
        ),
        role: roleIn(headerOf(request, "x-daybook-role")),
      })
    : () => ({ name: "this computer", role: "operator" });

const roleIn = (text: string | undefined): Role => roles.find((role) => role === text) ?? "viewer";
