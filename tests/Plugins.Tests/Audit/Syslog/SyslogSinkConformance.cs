using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Audit.Syslog;
using Orchestrator.Plugins.Conformance.Audit;
using Orchestrator.TestSupport.Servers;

namespace Orchestrator.Plugins.Tests.Audit.Syslog;

/// <summary>What every sink must do, against a real rsyslog with TLS. That each record comes once holds as long as no connection is lost.</summary>
public sealed class SyslogSinkConformance : AuditSinkConformance
{
    private readonly SyslogBench _bench = new();

    protected override ReadOnlyMemory<byte> Settings => _bench.Settings();

    // rsyslog drops a NUL at the end of a message.
    protected override string OddLine => "ä\u202e\u0001";

    protected override Task PrepareAsync() => _bench.StartAsync();

    protected override async Task<IAsyncDisposable?> BreakPlaceAsync()
    {
        // What was read must be written before it dies: its memory isn't part of what a sink confirms.
        await _bench.ReceivedAsync();
        await _bench.Server.CrashAsync();
        return new Back(() => _bench.Server.RestartAsync());
    }

    protected override Task CleanUpAsync() => _bench.DisposeAsync();

    protected override IAuditSink Create() => new SyslogAuditSink();

    protected override async Task<IReadOnlyList<string>> ReadLinesAsync(string logId) =>
        [.. (await ReadAsync(logId)).Where(message => message.Parameter("seq") is not null).Select(message => message.Text.TrimStart('\uFEFF'))];

    protected override async Task<IReadOnlyList<string>> ReadCheckpointsAsync(string logId) =>
        [.. (await ReadAsync(logId)).Where(message => message.Id == "checkpoint").Select(message => Encoding.UTF8.GetString(Convert.FromBase64String(message.Text)))];

    private async Task<IEnumerable<ReceivedMessage>> ReadAsync(string logId)
    {
        var name = logId.Replace("%", "%25", StringComparison.Ordinal).Replace("\0", "%00", StringComparison.Ordinal).Replace("\n", "%0a", StringComparison.Ordinal);
        return (await _bench.ReceivedAsync()).Where(message => message.Parameter("log") == name);
    }
}
