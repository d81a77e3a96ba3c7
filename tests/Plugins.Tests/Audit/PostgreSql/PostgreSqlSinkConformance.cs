using Orchestrator.Abstractions;
using Orchestrator.Plugins.Audit.PostgreSql;
using Orchestrator.Plugins.Conformance.Audit;

namespace Orchestrator.Plugins.Tests.Audit.PostgreSql;

/// <summary>What every sink must do, against a real server with TLS.</summary>
public sealed class PostgreSqlSinkConformance(PostgresBench bench) : AuditSinkConformance, IClassFixture<PostgresBench>
{
    private string _database = "";

    protected override ReadOnlyMemory<byte> Settings => bench.Settings(_database);

    protected override string NeverUnloads => "compiled in only: with Npgsql in it, its load context was still there after 25 s";

    protected override async Task PrepareAsync()
    {
        await bench.StartAsync();
        _database = await bench.Server.CreateDatabaseAsync();
    }

    protected override async Task<IAsyncDisposable?> BreakPlaceAsync()
    {
        await bench.Server.CrashAsync();
        return new Back(() => bench.Server.RestartAsync());
    }

    protected override IAuditSink Create() => new PostgreSqlAuditSink();

    protected override Task<IReadOnlyList<string>> ReadLinesAsync(string logId) => bench.LinesAsync(_database, logId);

    protected override Task<IReadOnlyList<string>> ReadCheckpointsAsync(string logId) =>
        bench.ReadAsync(_database, "SELECT note FROM orchestrator_audit.checkpoints JOIN orchestrator_audit.logs USING (log) WHERE logs.id = $1 ORDER BY checkpoints.id", logId);
}
