using System.Numerics;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;
using Orchestrator.Plugins.Conformance.Capture;
using Orchestrator.TestSupport;

namespace Orchestrator.Plugins.Tests.Capture;

/// <summary>The X11 capture on an Xvfb of its own; looked at and changed by X programs and by a second connection.</summary>
internal sealed class X11Subject : CaptureSubject
{
    private readonly XLink observer;
    private readonly X11Capture plugin = new();
    private int colour;

    private X11Subject(XServer server)
    {
        Server = server;
        observer = XLink.Open(server.Display, TimeProvider.System);
    }

    public XServer Server { get; }

    public LogLines Log { get; } = new();

    public override ICapture Plugin => plugin;

    public static async Task<X11Subject> StartAsync(int width = 1280, int height = 800, params string[] serverArguments)
    {
        RealComponent.Require("Xvfb", "xwd", "xsetroot", "xrandr");
        var subject = new X11Subject(await XServer.StartAsync(width, height, serverArguments));
        try
        {
            await subject.plugin.StartAsync(subject.Context(), default);
            return subject;
        }
        catch
        {
            await subject.DisposeAsync();
            throw;
        }
    }

    public override string Settings => $$"""{"display": "{{Server.Display}}"}""";

    public override bool CanKillDisplay => true;

    public PluginContext Context() => new()
    {
        Settings = Encoding.UTF8.GetBytes(Settings),
        Time = TimeProvider.System,
        Log = Log,
    };

    public override Task ChangePictureAsync() => Server.RunAsync("xsetroot", "-solid", $"#{++colour * 0x10305:x6}");

    public override async Task<byte[]> TakePictureAsync() => (await Server.TakePictureAsync()).Bgrx;

    public override async Task<bool> ChangeLayoutAsync()
    {
        await Server.RunAsync("xrandr", "--newmode", "small", "60", "800", "840", "968", "1056", "600", "601", "605", "628");
        await Server.RunAsync("xrandr", "--addmode", "screen", "small");
        await Server.RunAsync("xrandr", "--output", "screen", "--mode", "small");
        return true;
    }

    public override Task KillDisplayAsync() => Server.KillAsync();

    public override Task<int> CountHeldAsync()
    {
        using var keys = observer.Wait(Xcb.QueryKeymap(observer.Connection));
        var count = 0;
        foreach (var eight in keys.Bytes[8..40])
            count += BitOperations.PopCount(eight);
        return Task.FromResult(count + BitOperations.PopCount((uint)ReadPointer().Mask >> 8 & 0x1F));
    }

    public override Task<(int X, int Y)> ReadPointerAsync()
    {
        var pointer = ReadPointer();
        return Task.FromResult<(int, int)>((pointer.RootX, pointer.RootY));
    }

    public override async ValueTask DisposeAsync()
    {
        observer.Dispose();
        await plugin.DisposeAsync();
        await Server.DisposeAsync();
    }

    private PointerReply ReadPointer() =>
        observer.Wait<PointerReply>(Xcb.QueryPointer(observer.Connection, observer.Root))!.Value;
}
