using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Audit;

/// <summary>What a sink can be asked, and how a host uses it.</summary>
public abstract partial class AuditSinkConformance
{
    private protected override IEnumerable<(string Member, Func<IAuditSink, CancellationToken, Task> Call)> Calls =>
    [
        (nameof(IAuditSink.OpenAsync), (sink, token) => sink.OpenAsync(Log, token).AsTask()),
        (nameof(IAuditSink.AppendAsync), (sink, token) => sink.AppendAsync(Log, Entries(0, 1), token).AsTask()),
        (nameof(IAuditSink.PutCheckpointAsync), (sink, token) => sink.PutCheckpointAsync(Log, "note\n"u8.ToArray(), token).AsTask()),
    ];

    // As often as one likes: each time it goes on behind what is there.
    private protected override async Task UseAsync(IAuditSink plugin)
    {
        var next = (int)await plugin.OpenAsync(Log, default);
        Assert.Equal(next + 3, await plugin.AppendAsync(Log, Entries(next, 3), default));
        await plugin.PutCheckpointAsync(Log, "o\n1\nAAA=\n\n\u2014 o x\n"u8.ToArray(), default);
    }
}
