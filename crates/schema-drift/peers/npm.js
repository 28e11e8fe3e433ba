// Answers each question with json-schema-diff of npm: safe if it finds nothing removed.
const readline = require("node:readline");
const { diffSchemas } = require("json-schema-diff");

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { old, new: fresh } = JSON.parse(line);
    let safe = null;
    try {
      safe = !(await diffSchemas({ sourceSchema: old, destinationSchema: fresh })).removalsFound;
    } catch {
      // No answer.
    }
    console.log(JSON.stringify({ safe }));
  }
})();
