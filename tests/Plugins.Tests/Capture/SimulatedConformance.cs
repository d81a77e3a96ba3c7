using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.Plugins.Conformance.Capture;

namespace Orchestrator.Plugins.Tests.Capture;

public sealed class SimulatedConformance : CaptureConformance
{
    protected override IEnumerable<string> BadSettings => ["""{"width": 63}""", """{"height": "tall"}""", """{"width": 1.5}""", """{"width": 100, "width": 100}"""];

    protected override ICapture Create() => new SimulatedCapture();

    protected override Task<CaptureSubject> OpenSubjectAsync() => Task.FromResult<CaptureSubject>(new SimulatedSubject());
}
