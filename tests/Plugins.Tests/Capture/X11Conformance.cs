using Orchestrator.Plugins.Conformance.Capture;

namespace Orchestrator.Plugins.Tests.Capture;

public sealed class X11ScreenSpecs : ScreenConformance
{
    protected override async Task<CaptureSubject> StartAsync() => await X11Subject.StartAsync();
}

/// <summary>The same screen on a server that can neither share memory nor tell of damage.</summary>
public sealed class X11PlainScreenSpecs : ScreenConformance
{
    protected override async Task<CaptureSubject> StartAsync() =>
        await X11Subject.StartAsync(1024, 600, "-extension", "MIT-SHM", "-extension", "DAMAGE");
}

public sealed class X11InputSpecs : InputConformance
{
    protected override async Task<CaptureSubject> StartAsync() => await X11Subject.StartAsync();
}

public sealed class X11ClipboardSpecs : ClipboardConformance
{
    protected override async Task<CaptureSubject> StartAsync() => await X11Subject.StartAsync();
}
