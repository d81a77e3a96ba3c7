using CsCheck;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb.Tests;

public sealed class UpdatePlanTests
{
    [Fact]
    public void After_any_changes_what_is_shown_equals_what_is_there() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 300], Gen.Int[0, int.MaxValue]).Sample(
            (width, height, seed) =>
            {
                var painter = new Painter(seed);
                var current = painter.Picture(width, height);
                var shown = new Framebuffer(width, height);
                var receiver = new Framebuffer(width, height);
                var plan = new UpdatePlan(width, height);
                plan.PlanAll(shown, current);
                Apply(plan, receiver, current);
                for (var round = 0; round < 6; round++)
                {
                    var damage = new List<PixelRect> { painter.Change(current), painter.Change(current) };
                    plan.Plan(shown, current, round % 2 == 0 ? damage : [current.Area], mayCopy: true);
                    Apply(plan, receiver, current);
                    Assert.True(shown.HasSamePixels(current));
                    Assert.True(receiver.HasSamePixels(current));
                }
            },
            iter: 80);

    [Theory]
    [InlineData(0, -24)]
    [InlineData(0, 40)]
    [InlineData(-17, 0)]
    [InlineData(33, 0)]
    public void A_pane_that_scrolled_is_one_copy_and_a_strip(int dx, int dy)
    {
        var shown = new Painter(8).Picture(400, 300);
        var current = new Framebuffer(400, 300);
        current.CopyFrom(shown, shown.Area);
        var pane = new PixelRect(50, 60, 300, 200);
        for (var y = pane.Y; y < pane.Bottom; y++)
        {
            for (var x = pane.X; x < pane.Right; x++)
                shown.Row(y, x, 1)[0] = (uint)((x * 7919) ^ (y * 104729)) & 0xFFFFFF;
        }

        current.CopyFrom(shown, pane);
        var to = new PixelRect(pane.X + dx, pane.Y + dy, pane.Width, pane.Height).Intersect(pane);
        current.Move(to.X - dx, to.Y - dy, to);

        var plan = new UpdatePlan(400, 300);
        plan.Plan(shown, current, [current.Area], mayCopy: true);
        var move = Assert.Single(plan.Moves);
        Assert.Equal((dx, dy), (move.To.X - move.FromX, move.To.Y - move.FromY));
        Assert.True(move.To.Width * move.To.Height > to.Width * to.Height * 8 / 10);
        Assert.True(shown.HasSamePixels(current));
    }

    [Fact]
    public void One_changed_pixel_is_one_pixel()
    {
        var shown = new Painter(8).Picture(400, 300);
        var current = new Framebuffer(400, 300);
        current.CopyFrom(shown, shown.Area);
        current.Row(299, 399, 1)[0] ^= 1;
        var plan = new UpdatePlan(400, 300);
        plan.Plan(shown, current, [current.Area], mayCopy: true);
        Assert.Equal([new PixelRect(399, 299, 1, 1)], plan.Pixels);
        Assert.Empty(plan.Moves);
    }

    [Fact]
    public void Damage_keeps_few_rectangles_however_many_come()
    {
        var region = new DamageRegion();
        for (var i = 0; i < 1000; i++)
            region.Add(new PixelRect(i * 3, i * 2, 2, 1));
        Assert.InRange(region.Areas.Count, 1, RfbLimits.MaxRegionRectangles);
        var all = region.Areas.Aggregate(DamageRegion.Union);
        Assert.Equal(new PixelRect(0, 0, 2999, 1999), all);
    }

    private static void Apply(UpdatePlan plan, Framebuffer receiver, Framebuffer current)
    {
        foreach (var move in plan.Moves)
            receiver.Move(move.FromX, move.FromY, move.To);
        foreach (var area in plan.Pixels)
        {
            Assert.InRange(area.Width * area.Height, 1, RfbLimits.MaxRectanglePixels);
            receiver.CopyFrom(current, area);
        }
    }
}
