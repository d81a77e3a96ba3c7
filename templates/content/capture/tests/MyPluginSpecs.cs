using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Capture;

namespace MyPlugin.Tests;

public sealed class MyPluginScreenSpecs : ScreenConformance
{
    protected override Task<CaptureSubject> StartAsync() => Task.FromResult<CaptureSubject>(new BoardSubject());
}

public sealed class MyPluginInputSpecs : InputConformance
{
    protected override Task<CaptureSubject> StartAsync() => Task.FromResult<CaptureSubject>(new BoardSubject());
}
