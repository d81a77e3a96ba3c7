using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Audit.Log;
using Orchestrator.Domain;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Capture.X11;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Operator;
using Orchestrator.Testbed.Runner.Demo;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.RealScreen;

/// <summary>
/// A whole session whose instrument is a private X display: vendor, QuickSupport with the X11 capture, console. It is open (PIN and digits were right),
/// and nothing was asked for yet.
/// </summary>
internal sealed class RealScreenSession : IAsyncDisposable
{
    private const string Why = "the screen is looked at";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Five RSA keys are made, on a machine that may be busy with others: nothing of this is what these tests time.
    private static readonly TimeSpan SetUpTime = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-real-screen-");
    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly Phone _phone = new();
    private AttendedOperator _operator = null!;

    private RealScreenSession(XServer display)
    {
        Display = display;
        _parts.Push(display);
    }

    /// <summary>The instrument's display.</summary>
    public XServer Display { get; }

    /// <summary>At the instrument.</summary>
    public QuickSupportRun QuickSupport { get; private set; } = null!;

    /// <summary>The technician's.</summary>
    public ConsoleSession Console { get; private set; } = null!;

    /// <summary>Its records.</summary>
    public DemoVendor Vendor { get; private set; } = null!;

    /// <summary>Starts everything; the technician is joined when this returns.</summary>
    public static async Task<RealScreenSession> OpenAsync(int width = 800, int height = 600)
    {
        RealComponent.Require("Xvfb", "openbox", "xterm", "xcalc", "xdotool", "xwd");
        var session = new RealScreenSession(await XServer.StartAsync(width, height));
        try
        {
            using var limit = new CancellationTokenSource(SetUpTime);
            await session.ComposeAsync(limit.Token);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>A path in the session's own folder.</summary>
    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Asks the operator, who says yes.</summary>
    public Task AskAsync(Capability capability) => Console.AskAsync(capability, 20, Why).WaitAsync(Patience);

    /// <summary>The operator takes everything back.</summary>
    public async Task RevokeAllAsync() => (await _operator.Desk).Controls.RevokeAll();

    /// <summary>Codes and lines of the broker's log now, as far as they tell of channels.</summary>
    public IReadOnlyList<string> RelayLines()
    {
        var records = new LogFolder(Path.Combine(Vendor.Setup.DataFolder, "log")).Records;
        using var stream = new FileStream(records, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Contains("relay.channel-", StringComparison.Ordinal))];
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task ComposeAsync(CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        _parts.Push(Vendor = await DemoVendor.StartAsync(_folder.FullName, time, cancellationToken));
        _operator = new AttendedOperator(new ScriptedOperator(new OperatorHabits { AnswerAfter = TimeSpan.Zero }, _phone, time));
        var manifest = PluginManifest.CompiledIn("capture-x11", PluginKind.Capture, new Version(0, 1, 0));
        QuickSupport = await QuickSupportRun.StartAsync(
            new QuickSupportOptions
            {
                Face = _operator,
                ConfigurationPath = Vendor.Setup.ClientConfiguration,
                LogRoot = File("instrument-logs"),
                FilesFolder = File("files"),
                Capture = new CompiledInPlugin(manifest, () => new X11Capture()),
                CaptureSettings = Encoding.UTF8.GetBytes($$"""{"display": "{{Display.Display}}"}"""),
                Composition = "testbed scripted operator",
                Resolve = DemoVendor.Resolve,
                Time = time,
            },
            cancellationToken);
        _parts.Push(QuickSupport);
        var options = new ConsoleOptions
        {
            ConfigurationPath = Vendor.Setup.ClientConfiguration,
            DataDirectory = File("console"),
            Resolve = DemoVendor.Resolve,
            Time = time,
        };
        var console = await ConsoleRun.OpenAsync(options, cancellationToken);
        _parts.Push(console);
        await Vendor.EnrolAsync(console, cancellationToken);
        var (number, pin) = await _phone.Number.WaitAsync(cancellationToken);
        Assert.True(SessionNumber.TryParse(number, out var session));
        Console = await console.ConnectAsync(
            Vendor.Technician.Wish(session, pin, Why), cancellationToken);
        _parts.Push(Console);
        _phone.ReadDigits(Console.Sas);
        await Console.OpenedAsync(cancellationToken: cancellationToken);
    }
}
