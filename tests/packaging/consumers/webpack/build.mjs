// Does the same as `webpack build`, without webpack-cli.
import webpack from "webpack";
import config from "./webpack.config.js";

webpack(config, (error, stats) => {
  console.log(error ?? stats.toString());
  process.exitCode = error || stats.hasErrors() ? 1 : 0;
});
