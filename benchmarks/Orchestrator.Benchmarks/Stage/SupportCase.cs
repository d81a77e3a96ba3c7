using System.Diagnostics;
using Orchestrator.Benchmarks.Roles;
using Orchestrator.Domain;
using Orchestrator.Technicians;

namespace Orchestrator.Benchmarks.Stage;

/// <summary>One session: an instrument process, and the real console library in this process. Open, PIN and digits were right; nothing is granted yet.</summary>
internal sealed class SupportCase : IAsyncDisposable
{
    private const string Why = "a benchmark";
    private readonly ConsoleRun _run;

    private SupportCase(InstrumentProcess instrument, ConsoleRun run, ConsoleSession console) => (Instrument, _run, Console) = (instrument, run, console);

    public InstrumentProcess Instrument { get; }

    public ConsoleSession Console { get; }

    /// <summary>Sign-in, for lists and tools.</summary>
    public TimeSpan SignIn { get; private set; }

    /// <summary>Admission and both handshakes, until the six digits are known.</summary>
    public TimeSpan Connect { get; private set; }

    /// <summary>PIN and digits, until the session is open. The scripted operator types at once.</summary>
    public TimeSpan Open { get; private set; }

    public static async Task<SupportCase> OpenAsync(Vendor vendor, ScreenKind screen, CancellationToken cancellationToken, string display = "")
    {
        var instrument = await InstrumentProcess.StartAsync(vendor, screen, cancellationToken, display);
        var run = await ConsoleRun.OpenAsync(vendor.Console(vendor.Folder("console")), cancellationToken);
        await vendor.ApproveAsync(run.Key, cancellationToken);
        var since = Stopwatch.GetTimestamp();
        await vendor.Technician.SignInAsync(run, cancellationToken);
        var signIn = Stopwatch.GetElapsedTime(since);

        since = Stopwatch.GetTimestamp();
        SessionNumber.TryParse(instrument.Number, out var number);
        var console = await run.ConnectAsync(vendor.Technician.Wish(number, instrument.Pin, Why), cancellationToken);
        var connect = Stopwatch.GetElapsedTime(since);

        since = Stopwatch.GetTimestamp();
        await instrument.HearAsync(console.Sas);
        await console.OpenedAsync(cancellationToken: cancellationToken);
        return new SupportCase(instrument, run, console) { SignIn = signIn, Connect = connect, Open = Stopwatch.GetElapsedTime(since) };
    }

    /// <summary>Asks the operator, who says yes at once.</summary>
    public Task AskAsync(Capability capability, CancellationToken cancellationToken) => Console.AskAsync(capability, 20, Why, null, cancellationToken);

    /// <summary>The view with its first picture.</summary>
    public async Task ViewAsync(CancellationToken cancellationToken)
    {
        await AskAsync(Capability.ViewScreen, cancellationToken);
        await Console.PictureAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Console.DisposeAsync();
        await _run.DisposeAsync();
        await Instrument.DisposeAsync();
    }
}
