using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.ImageFolder;
using Orchestrator.Plugins.Conformance.Capture;

namespace Orchestrator.Samples.Tests.Capture;

/// <summary>Pictures take no input and have no clipboard.</summary>
public sealed class ImageFolderConformance : CaptureConformance
{
    protected override ICapture Create() => new ImageFolderCapture();

    protected override Task<CaptureSubject> OpenSubjectAsync() => FolderSubject.OpenAsync();
}
