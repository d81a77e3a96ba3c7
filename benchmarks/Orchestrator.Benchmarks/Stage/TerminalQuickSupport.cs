using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Benchmarks.Measuring;

namespace Orchestrator.Benchmarks.Stage;

/// <summary>The shipped program itself on a pseudo-terminal, until its number can be read there.</summary>
internal sealed partial class TerminalQuickSupport : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _script;
    private readonly int _id;

    private TerminalQuickSupport(Process script, int id, TimeSpan startTime) => (_script, _id, StartTime) = (script, id, startTime);

    /// <summary>Its pseudo-terminal comes from a program of the system.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux() && Programs.Find("script") is not null;

    /// <summary>From the start of the process until the number was on the screen.</summary>
    public TimeSpan StartTime { get; }

    /// <summary>Processor time since it began.</summary>
    public double ProcessorMilliseconds => CpuMeter.SinceStart(_id);

    public CpuMeter Meter() => CpuMeter.Of(_id);

    public static async Task<TerminalQuickSupport> StartAsync(Vendor vendor, string program, CancellationToken cancellationToken)
    {
        var home = vendor.Folder("operator");
        var info = new ProcessStartInfo("script", ["-qefc", $"exec {program} --config {vendor.Setup.ClientConfiguration} --log {home}/log", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        (info.Environment["HOME"], info.Environment["TERM"], info.Environment["NO_COLOR"]) = (home, "xterm", "1");
        info.Environment.Remove("DISPLAY");
        var since = Stopwatch.GetTimestamp();
        var script = Process.Start(info) ?? throw new BenchmarkException("script couldn't be started.");
        var shown = await ShownAsync(script, cancellationToken);
        var child = await File.ReadAllTextAsync($"/proc/{script.Id}/task/{script.Id}/children", cancellationToken);
        _ = script.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        return new TerminalQuickSupport(script, int.Parse(child, CultureInfo.InvariantCulture), Stopwatch.GetElapsedTime(since, shown));
    }

    public async ValueTask DisposeAsync()
    {
        _script.Kill(entireProcessTree: true);
        await _script.WaitForExitAsync();
        _script.Dispose();
    }

    private static async Task<long> ShownAsync(Process script, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Patience);
        var seen = new StringBuilder();
        var buffer = new char[1024];
        while (await script.StandardOutput.ReadAsync(buffer, late.Token) is var read and > 0)
        {
            if (Number().IsMatch(seen.Append(buffer, 0, read).ToString()))
            {
                return Stopwatch.GetTimestamp();
            }
        }

        throw new BenchmarkException($"QuickSupport ended before it showed a number: {seen}");
    }

    [GeneratedRegex(@"\b\d{3} \d{3} \d{3}\b")]
    private static partial Regex Number();
}
