using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Capture;

namespace MyPlugin.Tests;

public sealed class MyPluginSpecs : CaptureConformance
{
    protected override ICapture Create() => new MyPlugin();

    protected override Task<CaptureSubject> OpenSubjectAsync() => Task.FromResult<CaptureSubject>(new BoardSubject());
}
