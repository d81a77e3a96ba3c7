using System.Text.RegularExpressions;
using Orchestrator.Audit.Diff;
using Orchestrator.Broker.Evidence;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.RealScreen;
using Orchestrator.Protocol;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Runner.Demo;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.OwnTerminal;

/// <summary>
/// A session whose instrument is the shipped QuickSupport in an xterm on a private display, under a window manager: what the technician sees and
/// controls is the display on which the operator answers.
/// </summary>
internal sealed class OwnTerminalSession : IAsyncDisposable
{
    private const string Why = "the terminal is tried";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan SetUpTime = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-own-terminal-");
    private readonly Stack<IAsyncDisposable> _parts = new();

    private SessionNumber _number;

    private OwnTerminalSession(XServer display)
    {
        Display = display;
        _parts.Push(display);
    }

    /// <summary>The instrument's display.</summary>
    public XServer Display { get; }

    /// <summary>The operator's.</summary>
    public OperatorTerminal Terminal { get; private set; } = null!;

    /// <summary>The technician's.</summary>
    public ConsoleSession Console { get; private set; } = null!;

    /// <summary>The technician's keys, in a VNC viewer.</summary>
    public ViewerHand Hand { get; private set; } = null!;

    private DemoVendor Vendor { get; set; } = null!;

    /// <param name="onDisplay">True: the operator's terminal is an xterm on that display. False: it stands beside it.</param>
    public static async Task<OwnTerminalSession> OpenAsync(bool onDisplay = true)
    {
        RealComponent.Require("Xvfb", "openbox", "xterm", "xdotool", "xwd", "xwininfo", "xev", "stdbuf", "script");
        var session = new OwnTerminalSession(await XServer.StartAsync(800, 600));
        try
        {
            using var limit = new CancellationTokenSource(SetUpTime);
            await session.ComposeAsync(onDisplay, limit.Token);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks for a capability; the answer is the operator's.</summary>
    public Task AskAsync(Capability capability, FileOffer? file = null) => Console.AskAsync(capability, 20, Why, file);

    /// <summary>The technician asks, and the operator types the code that the terminal shows.</summary>
    public async Task AllowAsync(Capability capability)
    {
        var asking = AskAsync(capability);
        await TypeCodeAsync();
        await asking.WaitAsync(Patience);
    }

    private async Task TypeCodeAsync()
    {
        var code = (await Terminal.UntilAsync(@"type the code (\d{4})")).Groups[1].Value;
        await Terminal.PressAsync([.. code.Select(digit => digit.ToString())]);
    }

    /// <summary>A path in the session's own folder.</summary>
    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>The technician sends a file, and the operator types the code that the terminal shows.</summary>
    public async Task<Transfer> SendAsync(string path)
    {
        var sending = Console.SendFileAsync(path, null, Why);
        await TypeCodeAsync();
        return await sending.WaitAsync(Patience);
    }

    /// <summary>Grants in the instrument's log, and in what it told the broker.</summary>
    public Task<(int AtInstrument, int AtBroker)> CountGrantsAsync() => CountAsync(happened => happened is SessionEvents.Granted or SessionEvents.Renewed);

    /// <summary>Events in the instrument's log, and in what it told the broker.</summary>
    public async Task<(int AtInstrument, int AtBroker)> CountAsync(Func<SessionEvent, bool> isMeant)
    {
        bool IsMeant(StoryEvent told) => told.Happened is { } happened && isMeant(happened);
        var run = Directory.GetDirectories(Path.Combine(_folder.FullName, "logs")).Single();
        var broker = await BrokerEvidence.OpenAsync(Vendor.Setup.DataFolder, CancellationToken.None);
        return (InstrumentStory.Read(run).Count(IsMeant), (await broker.ClaimsAsync(_number, CancellationToken.None)).Count(IsMeant));
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task ComposeAsync(bool onDisplay, CancellationToken cancellationToken)
    {
        Display.Start("openbox", "--sm-disable");
        _parts.Push(Vendor = await DemoVendor.StartAsync(Path.Combine(_folder.FullName, "vendor"), TimeProvider.System, cancellationToken, "localhost"));
        Terminal = onDisplay
            ? await OperatorTerminal.StartOnAsync(Display, _folder.FullName, Vendor.Setup.ClientConfiguration)
            : OperatorTerminal.StartBeside(Display, _folder.FullName, Vendor.Setup.ClientConfiguration);
        _parts.Push(Terminal);
        var shown = await Terminal.UntilAsync(@"Session number  (\d{3} \d{3} \d{3}) +PIN  (\d{3} \d{3})[\s\S]*Your name, for the record");
        await Terminal.EnterAsync("Olga");
        var options = new ConsoleOptions
        {
            ConfigurationPath = Vendor.Setup.ClientConfiguration,
            DataDirectory = Path.Combine(_folder.FullName, "console"),
            Resolve = DemoVendor.Resolve,
        };
        var console = await ConsoleRun.OpenAsync(options, cancellationToken);
        _parts.Push(console);
        await Vendor.EnrolAsync(console, cancellationToken);
        Assert.True(SessionNumber.TryParse(Digits(shown.Groups[1]), out _number));
        Console = await console.ConnectAsync(
            Vendor.Technician.Wish(_number, Digits(shown.Groups[2]), Why), cancellationToken);
        _parts.Push(Console);
        await Terminal.UntilAsync("Type the six digits");
        await Terminal.EnterAsync(Console.Sas);
        await Console.OpenedAsync(cancellationToken: cancellationToken);
        var viewer = await Console.OpenViewerAsync(ViewerKind.Vnc, cancellationToken: cancellationToken);
        _parts.Push(viewer);
        _parts.Push(Hand = await ViewerHand.ConnectAsync(viewer.Address));
    }

    private static string Digits(Group group) => group.Value.Replace(" ", "", StringComparison.Ordinal);
}
