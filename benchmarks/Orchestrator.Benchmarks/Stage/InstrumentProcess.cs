using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Roles;

namespace Orchestrator.Benchmarks.Stage;

/// <summary>QuickSupport with a scripted operator in a process of its own: this program, in its role as the instrument.</summary>
internal sealed class InstrumentProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private InstrumentProcess(ChildProcess process, string number, string pin, TimeSpan start) => (_process, Number, Pin, StartTime) = (process, number, pin, start);

    /// <summary>The session's number.</summary>
    public string Number { get; }

    /// <summary>The PIN.</summary>
    public string Pin { get; }

    /// <summary>From the start of the process until number and PIN could be read.</summary>
    public TimeSpan StartTime { get; }

    public int Id => _process.Id;

    public static async Task<InstrumentProcess> StartAsync(Vendor vendor, ScreenKind screen, CancellationToken cancellationToken, string display = "")
    {
        var since = Stopwatch.GetTimestamp();
        var process = ChildProcess.StartInstrument(
            "--config", vendor.Setup.ClientConfiguration, "--folder", vendor.Folder("instrument"), "--screen", screen.ToString(), "--display", display);
        var waiting = Parse(await process.LineAsync("\"waiting\"", cancellationToken));
        return new InstrumentProcess(process, waiting.GetProperty("number").GetString()!, waiting.GetProperty("pin").GetString()!, Stopwatch.GetElapsedTime(since));
    }

    public CpuMeter Meter() => _process.Meter();

    /// <summary>The technician reads the six digits aloud.</summary>
    public Task HearAsync(string digits) => _process.SayAsync($"digits {digits}");

    /// <summary>The operator presses the stop key; gives the moment, as <see cref="Stopwatch.GetTimestamp"/> counts on this machine.</summary>
    public async Task<long> RevokeAsync(CancellationToken cancellationToken)
    {
        await _process.SayAsync("revoke");
        return long.Parse(Parse(await _process.LineAsync("\"revoked\"", cancellationToken)).GetProperty("at").GetString()!, CultureInfo.InvariantCulture);
    }

    /// <summary>What its screen and pumps did so far.</summary>
    public async Task<InstrumentCounts> CountAsync(CancellationToken cancellationToken)
    {
        await _process.SayAsync("count");
        return JsonSerializer.Deserialize<InstrumentCounts>(await _process.LineAsync("captureCalls", cancellationToken), JsonSerializerOptions.Web)!;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static JsonElement Parse(string line) => JsonDocument.Parse(line).RootElement.Clone();
}
