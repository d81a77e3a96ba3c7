using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>One reader's account of what it hasn't seen. For one thread at a time; dispose to be forgotten.</summary>
public sealed class ShadowReader : IDisposable
{
    private readonly ShadowFramebuffer shadow;

    internal ShadowReader(ShadowFramebuffer shadow) => this.shadow = shadow;

    /// <summary>True when something changed since the last copy.</summary>
    public bool HasUnseen => shadow.HasUnseen(this);

    internal DamageRegion Unseen { get; } = new();

    /// <summary>Brings a picture of one's own up to date and says where it changed; all of that is seen then.</summary>
    /// <param name="target">May have another size than the screen: what fits is copied.</param>
    /// <param name="areas">Replaced by the areas that were copied.</param>
    public ShadowState CopyTo(Framebuffer target, List<PixelRect> areas) => shadow.CopyUnseen(this, target, areas);

    /// <summary>Everything is new again.</summary>
    public void Forget() => shadow.MarkAllUnseen(this);

    /// <inheritdoc />
    public void Dispose() => shadow.Close(this);
}
