import BenchModel
import WorkerPoolsPosix

/// The variables by which services of continuous integration describe a job.
enum ContinuousIntegration {
  private static let names = [
    "CI", "GITHUB_ACTIONS", "GITHUB_RUN_ID", "GITHUB_SHA", "GITHUB_REF", "RUNNER_NAME", "RUNNER_OS", "GITLAB_CI",
    "CI_JOB_ID", "CI_COMMIT_SHA", "CI_RUNNER_DESCRIPTION", "BUILDKITE", "BUILDKITE_BUILD_ID", "CIRCLECI",
    "CIRCLE_BUILD_NUM", "JENKINS_URL", "BUILD_ID", "TF_BUILD", "TEAMCITY_VERSION",
  ]

  /// `NAME=value` for each one that is set, or `none`.
  static func fact(_ environment: EnvironmentVariables) -> Fact {
    let present = names.compactMap { name in environment[name].map { "\(name)=\($0)" } }
    return Fact("ci_variables", present.isEmpty ? "none" : present.joined(separator: " "))
  }
}
