using Orchestrator.Plugins.Conformance.Capture;

namespace Orchestrator.Plugins.Tests.Capture;

public sealed class SimulatedScreenSpecs : ScreenConformance
{
    protected override Task<CaptureSubject> StartAsync() => Task.FromResult<CaptureSubject>(new SimulatedSubject());
}

public sealed class SimulatedInputSpecs : InputConformance
{
    protected override Task<CaptureSubject> StartAsync() => Task.FromResult<CaptureSubject>(new SimulatedSubject());
}

public sealed class SimulatedClipboardSpecs : ClipboardConformance
{
    protected override Task<CaptureSubject> StartAsync() => Task.FromResult<CaptureSubject>(new SimulatedSubject());
}
