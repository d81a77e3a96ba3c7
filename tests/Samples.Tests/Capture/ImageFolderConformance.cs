using Orchestrator.Plugins.Conformance.Capture;

namespace Orchestrator.Samples.Tests.Capture;

/// <summary>Of the specs of capture, those of the screen: pictures take no input and have no clipboard.</summary>
public sealed class ImageFolderConformance : ScreenConformance
{
    protected override Task<CaptureSubject> StartAsync() => FolderSubject.OpenAsync();
}
