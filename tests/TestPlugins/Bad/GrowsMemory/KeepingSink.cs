using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Keeps what it is given, and a lot besides.</summary>
public sealed class KeepingSink : TestSink
{
    private const int Kept = 8 << 20;
    private readonly List<byte[]> memories = [];

    public override ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken)
    {
        memories.Add(GC.AllocateUninitializedArray<byte>(Kept));
        return base.AppendAsync(logId, entries, cancellationToken);
    }
}
