using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>What one look at the screen brought, with everything that a plugin can do wrong turned into a result.</summary>
internal enum CaptureStep
{
    Unchanged,
    Changed,
    LayoutChanged,
    Unavailable,
    Failed,
    GateShut,
}

/// <summary>Calls the capture plugin. No exception of a plugin passes, and no call is made while the gate isn't open.</summary>
internal sealed class CaptureGateway(IScreenCapture capture, IFlowGate gate, ScreenCounters counters)
{
    public const int DamageRoom = 64;

    private readonly PixelRect[] damage = new PixelRect[DamageRoom];
    private readonly byte[] cursorRoom = new byte[RfbLimits.MaxCursorSide * RfbLimits.MaxCursorSide * 4];

    /// <summary>Rectangles of the last capture; null when the plugin doesn't know.</summary>
    public IReadOnlyList<PixelRect>? Damage { get; private set; }

    /// <summary>The pointer's picture, newest.</summary>
    public CursorPicture? Cursor { get; private set; }

    /// <summary>The layout, or null when the plugin fails or tells nonsense.</summary>
    public ScreenLayout? ReadLayout()
    {
        try
        {
            return capture.Layout is { } layout && WireLayout.FaultOf(layout) is null ? layout : null;
        }
        catch (Exception)
        {
            return null;
        }
    }

    public async ValueTask<CaptureStep> LookAsync(Framebuffer frame, TimeSpan wait, CancellationToken opening, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(opening, cancellationToken);
        try
        {
            if (!gate.IsOpen)
                return CaptureStep.GateShut;
            counters.CountCall();
            var result = await capture.CaptureAsync(frame.Memory, frame.Stride, damage, wait, either.Token).ConfigureAwait(false);
            if (result.Status == CaptureStatus.Changed)
            {
                counters.CountFrame();
                Damage = result.DamageCount is >= 0 and <= DamageRoom ? damage[..result.DamageCount] : null;
            }

            return result.Status switch
            {
                CaptureStatus.Unchanged => CaptureStep.Unchanged,
                CaptureStatus.Changed => CaptureStep.Changed,
                CaptureStatus.LayoutChanged => CaptureStep.LayoutChanged,
                _ => CaptureStep.Unavailable,
            };
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return opening.IsCancellationRequested ? CaptureStep.GateShut : CaptureStep.Failed;
        }
    }

    /// <summary>Looks whether the pointer's picture changed.</summary>
    public async ValueTask<CaptureStep> LookAtCursorAsync(CancellationToken opening, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(opening, cancellationToken);
        try
        {
            if (!gate.IsOpen)
                return CaptureStep.GateShut;
            counters.CountCall();
            var result = await capture.ReadCursorAsync(cursorRoom, either.Token).ConfigureAwait(false);
            if (!result.Changed || CursorPicture.FromCapture(result, cursorRoom) is not { } cursor || cursor.Equals(Cursor))
                return CaptureStep.Unchanged;
            Cursor = cursor;
            return CaptureStep.Changed;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return opening.IsCancellationRequested ? CaptureStep.GateShut : CaptureStep.Failed;
        }
    }
}
