using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Finds itself unfit.</summary>
public sealed class UnfitSink : TestSink, ISelfTest
{
    public ValueTask<SelfTestResult> TestAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new SelfTestResult(false, "The table of records can't be written to. Give this user the right to insert."));
}
