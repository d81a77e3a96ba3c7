using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>One opened capture in one layout: the picture that the plugin writes, and the picture that the console shows.</summary>
internal sealed class CapturedScreen(ScreenLayout layout, uint version, bool mayCopy)
{
    public ScreenLayout Layout { get; } = layout;

    /// <summary>As the console knows it.</summary>
    public uint Version { get; } = version;

    public bool IsAnnounced { get; set; }

    /// <summary>The plugin wrote the whole screen at least once.</summary>
    public bool HasPicture { get; set; }

    /// <summary>Written by the plugin.</summary>
    public Framebuffer Frame { get; } = new(layout.Width, layout.Height);

    public UpdatePlan Plan { get; } = new(layout.Width, layout.Height);

    private Framebuffer Shown { get; } = new(layout.Width, layout.Height);

    public void PlanUpdate(bool everything, IReadOnlyList<PixelRect>? damage)
    {
        if (everything)
            Plan.PlanAll(Shown, Frame);
        else
            Plan.Plan(Shown, Frame, damage ?? [Frame.Area], mayCopy);
    }
}
