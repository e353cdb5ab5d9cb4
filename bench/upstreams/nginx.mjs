import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FIXED_ANSWER, FIXED_MODELS, listModels } from "./models.mjs";

/** nginx that answers every chat call at once with the same completion, in a folder and a process of its own. */
export function startNginx({ children, nginx, workDir, port }) {
  const root = join(workDir, "nginx");
  mkdirSync(root);
  // Its worker drops root, and has to get at the list of models.
  for (const directory of [workDir, root]) chmodSync(directory, 0o755);
  writeFileSync(join(root, "models.json"), listModels(FIXED_MODELS));
  writeFileSync(join(root, "nginx.conf"), configuration(root, port));
  return children.start("nginx", nginx, ["-p", root, "-e", join(root, "error.log"), "-c", join(root, "nginx.conf")]);
}

function configuration(root, port) {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${root};`);
  return `
daemon off;
worker_processes 1;
pid ${root}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  ${temporary.join(" ")}
  keepalive_requests 1000000000;
  keepalive_timeout 3600s;
  client_body_buffer_size 1m;
  default_type application/json;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location = /v1/models { alias ${root}/models.json; }
    location / { return 200 '${FIXED_ANSWER}'; }
  }
}
`;
}
