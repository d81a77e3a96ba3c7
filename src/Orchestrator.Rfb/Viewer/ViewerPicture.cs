using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>What one viewer shows: in the shadow's size, or in its own older one when it can't follow.</summary>
internal sealed class ViewerPicture : IDisposable
{
    private readonly ShadowReader reader;
    private readonly List<PixelRect> areas = [];
    private Framebuffer shown;
    private Framebuffer current;

    public ViewerPicture(ShadowFramebuffer shadow, int width, int height)
    {
        reader = shadow.OpenReader();
        (shown, current) = (new Framebuffer(width, height), new Framebuffer(width, height));
        Plan = new UpdatePlan(width, height);
    }

    public UpdatePlan Plan { get; private set; }

    public Framebuffer Current => current;

    public bool HasUnseen => reader.HasUnseen;

    public bool Fits(ScreenLayout layout) => layout.Width == shown.Width && layout.Height == shown.Height;

    public void Resize(ScreenLayout layout)
    {
        (shown, current) = (new Framebuffer(layout.Width, layout.Height), new Framebuffer(layout.Width, layout.Height));
        Plan = new UpdatePlan(layout.Width, layout.Height);
        reader.Forget();
    }

    /// <summary>Takes what is new from the shadow and plans what to send.</summary>
    public ShadowState Update(bool everything, bool mayCopy)
    {
        var state = reader.CopyTo(current, areas);
        if (everything)
            Plan.PlanAll(shown, current);
        else
            Plan.Plan(shown, current, areas, mayCopy);
        return state;
    }

    public void Dispose() => reader.Dispose();
}
