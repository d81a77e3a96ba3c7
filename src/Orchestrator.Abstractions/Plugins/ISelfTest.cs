namespace Orchestrator.Abstractions;

/// <summary>
/// What a plugin may implement beside its kind: a test of itself that goes further than <see cref="IPlugin.StartAsync"/>, run once after the start and
/// before the plugin serves anybody. A test that fails, throws or takes too long keeps the generation from becoming active; the one before goes on.
/// </summary>
public interface ISelfTest
{
    /// <summary>
    /// Tests without effect on the outside world. Called once, after <see cref="IPlugin.StartAsync"/> and before anything else. Budget: 5 s.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the budget is over.</param>
    /// <returns>What it found. A failure is a result; a throw counts as one, with its message as the sentence.</returns>
    ValueTask<SelfTestResult> TestAsync(CancellationToken cancellationToken);
}

/// <summary>What a self-test found.</summary>
/// <param name="Passed">False keeps the plugin out.</param>
/// <param name="Sentence">For people: what was tested, or what failed, why, and what to do. One line, at most 300 characters.</param>
public sealed record SelfTestResult(bool Passed, string Sentence = "");
