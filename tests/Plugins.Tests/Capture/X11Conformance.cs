using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11;
using Orchestrator.Plugins.Conformance.Capture;

namespace Orchestrator.Plugins.Tests.Capture;

public sealed class X11Conformance : CaptureConformance
{
    protected override IEnumerable<string> BadSettings => ["""{"display": 5}""", """{"display": ":64999"}""", """{"display": ":1", "display": ":1"}"""];

    protected override ICapture Create() => new X11Capture();

    protected override async Task<CaptureSubject> OpenSubjectAsync() => await X11Subject.StartAsync();
}

/// <summary>The same on a server that can neither share memory nor tell of damage.</summary>
public sealed class X11PlainConformance : CaptureConformance
{
    protected override ICapture Create() => new X11Capture();

    protected override async Task<CaptureSubject> OpenSubjectAsync() =>
        await X11Subject.StartAsync(1024, 600, "-extension", "MIT-SHM", "-extension", "DAMAGE");
}
