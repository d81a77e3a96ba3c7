using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Capture;

/// <summary>The input of a capture plugin.</summary>
public abstract partial class CaptureConformance
{
    private const uint ShiftLeft = 0xFFE1;
    private const uint ControlLeft = 0xFFE3;
    private const int LeftAndRight = 0b101;

    [SkippableFact]
    public async Task After_settling_the_display_has_every_event()
    {
        await using var input = await OpenInputAsync();

        for (var step = 0; step < 100; step++)
            Assert.Equal(InjectResult.Injected, input.Inject(InputEvent.Pointer(step, step * 2, 0)));
        input.Inject(InputEvent.Key('a', true));
        input.Settle();

        Assert.Equal((99, 198), await Subject.ReadPointerAsync());
        Assert.Equal(1, await Subject.CountHeldAsync());
    }

    [SkippableFact]
    public async Task Releasing_all_leaves_nothing_down_and_input_goes_on()
    {
        await using var input = await OpenInputAsync();
        await PressManyAsync(input);

        input.ReleaseAll();
        input.Settle();
        Assert.Equal(0, await Subject.CountHeldAsync());

        Assert.Equal(InjectResult.Injected, input.Inject(InputEvent.Key('b', true)));
        input.Settle();
        Assert.Equal(1, await Subject.CountHeldAsync());
    }

    [SkippableFact]
    public async Task Closing_releases_every_key_and_button_and_may_be_done_twice()
    {
        var input = await OpenInputAsync();
        await PressManyAsync(input);

        await input.DisposeAsync();
        await input.DisposeAsync();

        Assert.Equal(0, await Subject.CountHeldAsync());
        Assert.Equal(InjectResult.Unavailable, input.Inject(InputEvent.Key('a', true)));
        Assert.Equal(0, await Subject.CountHeldAsync());
    }

    [SkippableFact]
    public async Task A_released_key_is_up_even_when_it_was_pressed_twice()
    {
        await using var input = await OpenInputAsync();

        input.Inject(InputEvent.Key('a', true));
        input.Inject(InputEvent.Key('a', true));
        input.Inject(InputEvent.Key('a', false));
        input.Settle();

        Assert.Equal(0, await Subject.CountHeldAsync());
    }

    [SkippableFact]
    public async Task A_pointer_outside_the_screen_and_a_key_without_a_name_are_refused()
    {
        await using var input = await OpenInputAsync();
        input.Inject(InputEvent.Pointer(5, 6, 0));

        Assert.Equal(InjectResult.OutOfRange, input.Inject(InputEvent.Pointer(-1, 0, 0)));
        Assert.Equal(InjectResult.OutOfRange, input.Inject(InputEvent.Pointer(0, 100_000, LeftAndRight)));
        Assert.Equal(InjectResult.UnknownKey, input.Inject(InputEvent.Key(0, true)));
        input.Settle();

        Assert.Equal((5, 6), await Subject.ReadPointerAsync());
        Assert.Equal(0, await Subject.CountHeldAsync());
    }

    private async Task<IInputInjector> OpenInputAsync()
    {
        Skip.IfNot(Subject.TakesInput, "this display takes no input");
        return await Subject.Plugin.OpenInputAsync(default);
    }

    private async Task PressManyAsync(IInputInjector input)
    {
        foreach (var keysym in new uint[] { ShiftLeft, ControlLeft, 'a', '1' })
            Assert.Equal(InjectResult.Injected, input.Inject(InputEvent.Key(keysym, true)));
        Assert.Equal(InjectResult.Injected, input.Inject(InputEvent.Pointer(10, 20, LeftAndRight)));
        input.Settle();
        Assert.Equal(6, await Subject.CountHeldAsync());
    }
}
