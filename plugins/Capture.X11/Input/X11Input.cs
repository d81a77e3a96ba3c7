using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Input;

/// <summary>Opened input: the pointer and its seven buttons, and <see cref="Keyboard"/>. Disposal leaves nothing pressed and no key lent.</summary>
internal sealed class X11Input : IInputInjector
{
    private const int Buttons = 7;

    private readonly XLink link;
    private readonly TimeProvider time;
    private readonly XtestDevice device;
    private readonly Keyboard keyboard;
    private int buttons;
    private bool disposed;

    private X11Input(XLink link, TimeProvider time, KeyboardMap map)
    {
        this.link = link;
        this.time = time;
        device = new XtestDevice(link);
        keyboard = new Keyboard(link, device, map, time);
    }

    /// <summary>Opens input; owns the link from here on. Throws a sentence for people when the display takes none.</summary>
    public static X11Input Open(XLink link, TimeProvider time)
    {
        if (XtestDevice.IsThere(link) && KeyboardMap.Read(link) is { } map)
            return new X11Input(link, time, map);
        link.Dispose();
        throw new NotSupportedException("The X display takes no input from programs. Turn its XTEST extension on.");
    }

    public InjectResult Inject(in InputEvent input)
    {
        if (disposed || link.IsDead)
            return InjectResult.Unavailable;
        var result = input.Kind == InputKind.Pointer ? MovePointer(input) : keyboard.Play(input.Keysym, input.Down);
        link.Flush();
        return link.IsDead ? InjectResult.Unavailable : result;
    }

    public void ReleaseAll()
    {
        if (disposed || link.IsDead)
            return;
        keyboard.ReleaseAll();
        SetButtons(0);
        link.Flush();
    }

    public void Settle()
    {
        if (!disposed && !link.IsDead)
            link.RoundTrip();
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        ReleaseAll();
        disposed = true;
        if (!link.IsDead && keyboard.RestOfLookUp is var rest && rest > TimeSpan.Zero)
            await Task.Delay(rest, time).ConfigureAwait(false);
        if (!link.IsDead)
        {
            keyboard.ReturnSpares();
            link.RoundTrip();
        }

        link.Dispose();
    }

    private InjectResult MovePointer(in InputEvent input)
    {
        if (ScreenSize() is not { } screen)
            return InjectResult.Unavailable;
        if (input.X < 0 || input.Y < 0 || input.X >= screen.Width || input.Y >= screen.Height)
            return InjectResult.OutOfRange;
        device.Move(input.X, input.Y);
        SetButtons(input.Buttons);
        return InjectResult.Injected;
    }

    private void SetButtons(int now)
    {
        for (var button = 0; button < Buttons; button++)
        {
            var bit = 1 << button;
            if (((now ^ buttons) & bit) != 0)
                device.Button((byte)(button + 1), (now & bit) != 0);
        }

        buttons = now & ((1 << Buttons) - 1);
    }

    private GeometryReply? ScreenSize() => link.Wait<GeometryReply>(Xcb.GetGeometry(link.Connection, link.Root));
}
